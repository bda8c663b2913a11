import { button, section } from './blocks.js';
import { message } from './message.js';
import type { Message } from './surface.js';

/** A question whose answers are commands: pressing one is the same as typing it. */
export function chooseOne(
  question: string,
  answers: readonly { readonly title: string; readonly label: string; readonly command: string }[],
): Message {
  const rows = answers.map(({ title, label, command }) =>
    section(title, button('run-command', { text: command }, label, { spoken: `${label} ${title}` })),
  );
  return message(`${question} ${answers.map(({ label }) => label).join(' · ')}`, [section(question), ...rows]);
}
