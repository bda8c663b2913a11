import { useSay } from '../words.js';
import type { Screen } from '../workspace.js';
import { FaultSwitch, MethodProposals } from './fault-switch.js';
import { type ActiveFault, type Faults, type Outcome, order, useFaults } from './faults.js';
import { useSideWords } from './words.js';

interface Props {
  screen: Screen;
  place: { as: string; channel: string };
  complain: (text: string) => void;
}

/** What may go wrong with Slack: what is in force, everything that can be turned on, and what the bot did wrong so far. */
export function Trouble({ screen, place, complain }: Props) {
  const words = useSideWords();
  const state = useFaults();
  const carryOut = async (ordering: Promise<Outcome>, done?: string) => {
    const { isDone, said } = await ordering;
    const news = isDone ? done : (said ?? words.notDone);
    if (news) complain(news);
    await state.look();
  };
  const { kinds, faults, calls } = state;
  return (
    <div class="trouble">
      <p>{words.troubleHint}</p>
      <InForce
        faults={faults}
        kinds={kinds}
        end={(kind) => carryOut(order('DELETE', kind ? `faults/${kind}` : 'faults'))}
      />
      <h3>{words.violations}</h3>
      <Violations violations={screen.violations} />
      <h3>{words.calls}</h3>
      <Calls calls={calls} />
      <h3>{words.atOnce}</h3>
      <AtOnce screen={screen} place={place} carryOut={carryOut} />
      <MethodProposals />
      <ul class="faults">
        {kinds.map((kind) => (
          <FaultSwitch
            key={kind.kind}
            kind={kind}
            isOn={faults.some((fault) => fault.kind === kind.kind)}
            turnOn={(fault) => carryOut(order('POST', 'faults', fault))}
          />
        ))}
      </ul>
    </div>
  );
}

interface InForceProps extends Pick<Faults, 'faults' | 'kinds'> {
  /** Ends one kind of trouble, or all. */
  end: (kind?: string) => void;
}

function InForce({ faults, kinds, end }: InForceProps) {
  const words = useSideWords();
  const say = useSay();
  const titleOf = ({ kind }: ActiveFault) => say(kinds.find((each) => each.kind === kind)?.title ?? kind);
  return (
    <section class={faults.length === 0 ? 'in-force' : 'in-force on'} aria-live="polite">
      <h3>{words.active}</h3>
      {faults.length === 0 && <p>{words.noneActive}</p>}
      <ul>
        {faults.map((fault, index) => (
          <li key={index}>
            <strong>{titleOf(fault)}</strong>{' '}
            <small>
              {[optionsOf(fault), fault.times === undefined ? words.untilEnded : words.left(fault.times)]
                .filter(Boolean)
                .join(' · ')}
            </small>
            <button
              type="button"
              class="link"
              aria-label={`${words.end}: ${titleOf(fault)}`}
              onClick={() => end(fault.kind)}
            >
              {words.end}
            </button>
          </li>
        ))}
      </ul>
      {faults.length > 0 && (
        <button type="button" class="button" onClick={() => end()}>
          {words.endAll}
        </button>
      )}
    </section>
  );
}

function optionsOf({ kind: _kind, times: _times, ...options }: ActiveFault): string {
  return Object.values(options).join(' · ');
}

function Violations({ violations }: Pick<Screen, 'violations'>) {
  const words = useSideWords();
  if (violations.length === 0) return <p class="good">{words.noViolations}</p>;
  return (
    <ul class="broken-rules">
      {violations.map(({ at, rule, detail, where }) => (
        <li key={`${at} ${rule} ${detail}`}>
          <strong>{rule}</strong> <small>{new Date(at).toLocaleTimeString([], { hour12: false })}</small>
          <br />
          <small>
            {where}: {detail}
          </small>
        </li>
      ))}
    </ul>
  );
}

function Calls({ calls }: Pick<Faults, 'calls'>) {
  const words = useSideWords();
  const counted = Object.entries(calls).toSorted(([, one], [, other]) => other - one);
  if (counted.length === 0) return <p>{words.noCalls}</p>;
  return (
    <dl>
      {counted.map(([method, count]) => (
        <div key={method}>
          <dt>{method}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

interface AtOnceProps extends Pick<Props, 'screen' | 'place'> {
  carryOut: (ordering: Promise<Outcome>, done?: string) => Promise<void>;
}

function AtOnce({ screen, place, carryOut }: AtOnceProps) {
  const words = useSideWords();
  const channel = screen.channels.find(({ id }) => id === place.channel);
  const newest = screen.messages.findLast(({ isBot, isEphemeral }) => isBot && !isEphemeral);
  const deeds: [string, () => Promise<Outcome>][] = [
    [words.refreshSocket, () => order('POST', 'sockets/refresh')],
    [words.dropSockets, () => order('POST', 'sockets/drop')],
    [words.replayEvent, () => order('POST', 'deliveries/replay')],
  ];
  if (channel) {
    const { id, name } = channel;
    const archiving = channel.isArchived ? 'unarchive' : 'archive';
    const membership = channel.members.includes(screen.setting.bot.userId) ? 'kick' : 'invite';
    deeds.push([words[archiving](name), () => order('POST', `channels/${id}/${archiving}`)]);
    deeds.push([words[membership](name), () => order('POST', `channels/${id}/${membership}`)]);
  }
  if (newest) deeds.push([words.deleteMessage, () => order('DELETE', `messages/${newest.channel}/${newest.ts}`)]);
  return (
    <div class="actions">
      {deeds.map(([label, deed]) => (
        <button key={label} type="button" class="button" onClick={() => carryOut(deed(), words.done)}>
          {label}
        </button>
      ))}
    </div>
  );
}
