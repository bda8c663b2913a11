import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { accept, type Proposal, proposalsFor } from './proposals.js';
import { useSay, useWords } from './words.js';
import { useStage } from './workspace.js';

interface Typing {
  text: string;
  setText: (text: string) => void;
  box: { current: HTMLTextAreaElement | null };
  isThread: boolean;
}

/** What is proposed, which one the arrow keys are on (-1: none), and what keys do with it. */
export interface ProposalKeys {
  entries: Proposal[];
  chosen: number;
  /** Uses a key; false when it means nothing to the proposals. */
  take: (key: string) => boolean;
  choose: (proposal: Proposal) => void;
}

/** Proposals for what is being typed. Enter takes one only after an arrow key, so that it never surprises. */
export function useProposals({ text, setText, box, isThread }: Typing): ProposalKeys {
  const { setting, channels } = useStage();
  const [mark, setMark] = useState({ text, chosen: -1 });
  const [dismissed, setDismissed] = useState('');
  // These two come with the text, before another key is pressed.
  useLayoutEffect(() => {
    if (text !== dismissed) setDismissed('');
  }, [text]);
  const cursorAfter = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const at = cursorAfter.current;
    cursorAfter.current = undefined;
    if (at !== undefined) box.current?.setSelectionRange(at, at);
  });
  // A choice is good for the text it was made for.
  const chosen = mark.text === text ? mark.chosen : -1;
  const setChosen = (index: number) => setMark({ text, chosen: index });
  const cursor = box.current?.selectionStart ?? text.length;
  const { commands, people, bot } = setting;
  const known = { commands, people, channels, botName: bot.name, isThread };
  const entries = text === dismissed ? [] : proposalsFor(text.slice(0, cursor || text.length), known);

  const choose = (proposal: Proposal) => {
    const next = accept(text, cursor, proposal);
    setText(next.text);
    setDismissed(proposal.kind === 'command' ? '' : next.text);
    box.current?.focus();
    cursorAfter.current = next.cursor;
  };
  const take = (key: string): boolean => {
    const proposal = entries[Math.max(chosen, 0)];
    const isTaken = key === 'Tab' ? proposal && !isWritten(text, proposal) : key === 'Enter' && chosen >= 0;
    const keys: Record<string, () => void> = {
      ArrowDown: () => setChosen((chosen + 1) % entries.length),
      ArrowUp: () => setChosen(chosen <= 0 ? entries.length - 1 : chosen - 1),
      Escape: () => setDismissed(text),
    };
    const act = proposal && (isTaken ? () => choose(proposal) : keys[key]);
    act?.();
    return act !== undefined;
  };
  return { entries, chosen, take, choose };
}

// Tab leaves the composer once there is nothing left to complete.
function isWritten(text: string, { insert }: Proposal): boolean {
  return `${text} `.includes(insert);
}

/** The list above the composer. */
export function ProposalList({ proposals: { entries, chosen, choose } }: { proposals: ProposalKeys }) {
  const words = useWords();
  const say = useSay();
  if (entries.length === 0) return null;
  return (
    <div class="hints" id="proposals" role="listbox" aria-label={words.proposals}>
      {entries.map((proposal, index) => (
        <button
          key={proposal.insert}
          id={`proposal-${index}`}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          ref={(button) => {
            if (index === chosen) button?.scrollIntoView({ block: 'nearest' });
          }}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(proposal)}
        >
          {proposal.kind === 'command' ? <code>{proposal.label}</code> : <strong>{proposal.label}</strong>}
          {proposal.hint !== undefined && <small>{say(proposal.hint)}</small>}
        </button>
      ))}
    </div>
  );
}
