import { useId, useState } from 'preact/hooks';
import { useSay } from '../words.js';
import type { FaultKind } from './faults.js';
import { useSideWords } from './words.js';

interface Props {
  kind: FaultKind;
  isOn: boolean;
  turnOn: (fault: object) => Promise<void>;
}

const numbers = ['times', 'retryAfter', 'seconds'];

/** One kind of trouble: what it does, its options, and the button that turns it on. */
export function FaultSwitch({ kind, isOn, turnOn }: Props) {
  const words = useSideWords();
  const say = useSay();
  const [chosen, choose] = useState<Record<string, string>>({});
  const takes = kind.takes ?? [];
  const submit = (event: Event) => {
    event.preventDefault();
    const filled = Object.entries(chosen).filter(([, value]) => value !== '');
    const options = filled.map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]);
    void turnOn({ kind: kind.kind, ...Object.fromEntries(options) });
  };
  return (
    <li class={isOn ? 'fault on' : 'fault'}>
      <form onSubmit={submit}>
        <div class="fault-head">
          <strong>{say(kind.title)}</strong>
          <button type="submit" class="button" aria-label={`${words.turnOn}: ${say(kind.title)}`}>
            {words.turnOn}
          </button>
        </div>
        <small>{say(kind.hint)}</small>
        {takes.length > 0 && (
          <details>
            <summary>{words.options}</summary>
            {takes.map((name) => (
              <Option
                key={name}
                name={name}
                choices={kind.choices?.[name]}
                value={chosen[name] ?? ''}
                change={(value) => choose({ ...chosen, [name]: value })}
              />
            ))}
          </details>
        )}
      </form>
    </li>
  );
}

interface OptionProps {
  name: string;
  choices: string[] | undefined;
  value: string;
  change: (value: string) => void;
}

// Those that a run uses; any other may be typed.
const methods = ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'views.open', 'views.update', 'response_url'];

function Option({ name, choices, value, change }: OptionProps) {
  const words = useSideWords();
  const id = useId();
  const isNumber = numbers.includes(name);
  return (
    <p class="option">
      <label for={id}>{words.option[name] ?? name}</label>
      {choices ? (
        <select id={id} value={value} onChange={(event) => change(event.currentTarget.value)}>
          <option value="">{words.any}</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {words.delivery[choice] ?? choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type={isNumber ? 'number' : 'text'}
          min={name === 'times' ? 1 : 0}
          list={name === 'method' ? 'fault-methods' : undefined}
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </p>
  );
}

/** What the browser proposes for a method. */
export function MethodProposals() {
  return (
    <datalist id="fault-methods">
      {methods.map((method) => (
        <option key={method} value={method} />
      ))}
    </datalist>
  );
}
