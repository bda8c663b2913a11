import type { Block, Json } from '../../slack/model.js';
import { useWords } from '../words.js';
import { Link } from './mrkdwn.js';
import { RichText } from './rich-text.js';

const signs: Record<string, string> = { pending: '○', in_progress: '', complete: '✓', error: '✕' };

/** A plan: its title, how far it is, and its tasks as a live list. */
export function Plan({ block }: { block: Block }) {
  const tasks = (block.tasks as Json[] | undefined) ?? [];
  const done = tasks.filter(({ status }) => status === 'complete').length;
  const state = tasks.some(({ status }) => status === 'error') ? 'error' : done === tasks.length ? 'complete' : 'open';
  return (
    <section class={`block plan ${state}`}>
      <header>
        <strong>{String(block.title)}</strong>
        <small>
          {done} / {tasks.length}
        </small>
      </header>
      <progress value={done} max={Math.max(tasks.length, 1)} aria-label={String(block.title)} />
      <ol>
        {tasks.map((task) => (
          <li key={String(task.task_id)}>
            <TaskCard task={task} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One step with its status as a sign, and as a word for those who cannot see it. */
export function TaskCard({ task }: { task: Json }) {
  const words = useWords();
  const status = String(task.status);
  const sources = (task.sources as Json[] | undefined) ?? [];
  return (
    <div class={`task ${status}`}>
      <span class="sign" aria-hidden="true">
        {signs[status]}
      </span>
      <div class="words">
        <span class="title">{String(task.title)}</span>
        {task.details !== undefined && <RichText block={task.details as Block} />}
        {task.output !== undefined && (
          <details open={status === 'error'}>
            <summary>{words.output}</summary>
            <RichText block={task.output as Block} />
          </details>
        )}
        {sources.map(({ url, text }) => (
          <Link key={String(url)} url={String(url)} text={String(text)} />
        ))}
      </div>
      <span class="unseen">{words.status[status]}</span>
    </div>
  );
}
