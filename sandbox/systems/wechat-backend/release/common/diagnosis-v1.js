const stages = ['ai_fetching', 'ai_analyzing', 'competitor_analysis', 'report_saving'];
const stageMs = 250;

/** The v1 diagnosis: walks through its stages in about a second and writes the report. Returns as soon as it has started. */
export function startV1(task, service) {
  void walk(task, service).catch((error) => {
    task.status = 'failed';
    task.outcome.failed();
    service.log.error('diagnosis.v1', `execution_id=${task.id} ${error.name}: ${error.message}`);
  });
}

async function walk(task, { store }) {
  for (const [index, stage] of stages.entries()) {
    Object.assign(task, { stage, progress: index * 25 });
    await new Promise((resolve) => setTimeout(resolve, stageMs));
  }
  store.save(reportOf(task));
  Object.assign(task, { status: 'completed', stage: 'completed', progress: 100 });
  task.outcome.succeeded();
}

function reportOf({ id, brand, model, question }) {
  const score = 60 + ([...brand].reduce((sum, char) => sum + char.codePointAt(0), 0) % 40);
  return {
    execution_id: id,
    brand,
    model,
    question,
    score,
    summary: `${brand} 在 ${model} 的回答中被提及，综合得分 ${score}。`,
    created_at: new Date().toISOString(),
  };
}
