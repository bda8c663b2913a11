import { useState } from 'preact/hooks';
import { useSay } from '../words.js';
import { type ActionOffer, performAction } from './production-state.js';

interface Props {
  actions: ActionOffer[];
  complain: (text: string) => void;
}

/** What the audience may do to a system or to the bot. */
export function ActionButtons({ actions, complain }: Props) {
  const say = useSay();
  const [busy, setBusy] = useState('');
  const press = async (id: string) => {
    setBusy(id);
    const said = await performAction(id).finally(() => setBusy(''));
    if (said) complain(said);
  };
  return (
    <div class="actions">
      {actions.map(({ id, label, danger }) => (
        <button
          key={id}
          type="button"
          class={danger ? 'button danger' : 'button'}
          disabled={busy === id}
          onClick={() => press(id)}
        >
          {say(label)}
        </button>
      ))}
    </div>
  );
}
