/** Start a diagnosis, follow it, read its report. Reports come out of the database, finished yesterday or just now. */
export function diagnosisRoutes({ store, tasks, metrics, log }, release) {
  return {
    async 'POST /api/perform-brand-test'({ body }) {
      const wish = wishFrom(body);
      if (!wish) return { status: 400, body: { error: 'brand_list must name at least one brand' } };
      const task = tasks.add({ ...wish, outcome: metrics.begin() });
      try {
        await release.diagnose(task);
      } catch (error) {
        task.status = 'failed';
        task.outcome.failed();
        log.error('diagnosis', `execution_id=${task.id} ${error.name}: ${error.message}`);
        return { status: 500, body: { error: error.message, execution_id: task.id } };
      }
      return { status: 200, body: { execution_id: task.id, status: task.status } };
    },

    'GET /api/diagnostic/tasks/:id/status'({ id }) {
      const task = tasks.find(id) ?? finishedEarlier(store, id);
      if (!task) return { status: 404, body: { error: 'no such task' } };
      const { status, stage, progress } = task;
      return { status: 200, body: { execution_id: id, status, stage, progress } };
    },

    'GET /api/diagnostic/tasks/:id/report'({ id }) {
      const report = store.report(id);
      const stub = tasks.find(id)?.stubReport;
      if (!report && !stub) return { status: 404, body: { error: 'no report yet' } };
      const outcome = metrics.begin();
      report ? outcome.succeeded() : outcome.failed();
      return { status: 200, body: { execution_id: id, report: report ?? stub } };
    },
  };
}

function wishFrom({ brand_list: brands, selectedModels: models, custom_question: question }) {
  const [brand] = Array.isArray(brands) ? brands : [];
  if (typeof brand !== 'string' || brand === '') return undefined;
  const model = (Array.isArray(models) ? models : []).find(({ checked }) => checked)?.name ?? 'deepseek';
  return { brand, model, question: typeof question === 'string' ? question : '' };
}

function finishedEarlier(store, id) {
  return store.report(id) && { status: 'completed', stage: 'completed', progress: 100 };
}
