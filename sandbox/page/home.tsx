import type { ShownView } from '../slack/control/read.js';
import type { Block } from '../slack/model.js';
import { BlockView } from './blocks/block.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

/** The app's Home tab as this person sees it. */
export function Home({ view }: { view: ShownView | null }) {
  const words = useWords();
  const { act, setting } = useStage();
  const run = (name: string, body: Record<string, unknown>) => act(name, { ...body, view: view?.id });
  return (
    <section class="conversation" aria-label={words.home}>
      <header>
        <h1 class="title-line">
          {setting.bot.name} · {words.home}
        </h1>
      </header>
      <div class="messages home">
        {!view && <p class="empty">{words.emptyHome}</p>}
        {(view?.blocks as Block[] | undefined)?.map((block) => (
          <BlockView key={block.block_id} block={block} surface={{ run, values: view?.values ?? {} }} />
        ))}
      </div>
    </section>
  );
}
