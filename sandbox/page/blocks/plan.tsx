import type { Block, Json } from '../../slack/model.js';
import { useWords } from '../words.js';
import { Link } from './mrkdwn.js';
import { RichText } from './rich-text.js';

const signs: Record<string, string> = { pending: '', in_progress: '', complete: '✓', error: '!' };

/** A plan: its title and its tasks as a live list that folds away. */
export function Plan({ block }: { block: Block }) {
  const tasks = (block.tasks as Json[] | undefined) ?? [];
  return (
    <details class="block plan" open>
      <summary>
        <strong>{String(block.title)}</strong>
      </summary>
      <ol>
        {tasks.map((task) => (
          <li key={String(task.task_id)}>
            <TaskCard task={task} />
          </li>
        ))}
      </ol>
    </details>
  );
}

/** One step with its status as a sign, and as a word for those who cannot see it. */
export function TaskCard({ task }: { task: Json }) {
  const words = useWords();
  const status = String(task.status);
  const sources = (task.sources as Json[] | undefined) ?? [];
  return (
    <div class={`block task ${status}`}>
      <span class="sign" aria-hidden="true">
        {signs[status]}
      </span>
      <div class="words">
        <span class="title">{String(task.title)}</span>
        <span class="unseen">{words.status[status]}</span>
        {task.details !== undefined && <RichText block={task.details as Block} />}
        {task.output !== undefined && (
          <details open={status === 'error'}>
            <summary>{words.output}</summary>
            <RichText block={task.output as Block} />
          </details>
        )}
        {sources.length > 0 && (
          <p class="sources">
            {sources.map(({ url, text }) => (
              <span key={String(url)} class="source">
                <Link url={String(url)}>{String(text)}</Link>
              </span>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
