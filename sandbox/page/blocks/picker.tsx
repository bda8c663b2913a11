import type { ComponentChildren } from 'preact';
import type { Json } from '../../slack/model.js';
import { optionsOf, textOf } from '../../slack/values.js';
import { useWords } from '../words.js';
import { useStage } from '../workspace.js';
import { TextObject } from './mrkdwn.js';

interface Props {
  element: Json;
  name: string;
  /** The element's state as Slack keeps it. */
  state: Json | undefined;
  /** Tells what was chosen; false when the person took it back. */
  choose: (option: unknown) => unknown;
  id?: string;
  isBusy?: boolean;
}

/** A select, people select, date, time, radio group or check list. */
export function Picker(props: Props) {
  switch (props.element.type) {
    case 'radio_buttons':
    case 'checkboxes':
      return <Marks {...props} />;
    case 'users_select':
      return <PeopleSelect {...props} />;
    case 'timepicker':
      return <MomentPicker {...props} type="time" value={props.state?.selected_time} />;
    case 'datepicker':
      return <MomentPicker {...props} type="date" value={props.state?.selected_date} />;
    default:
      return <StaticSelect {...props} />;
  }
}

function MomentPicker({ element, choose, id, isBusy, type, value }: Props & { type: 'date' | 'time'; value: unknown }) {
  const label = textOf(element.placeholder) || undefined;
  return (
    <input
      {...{ id, type, disabled: isBusy, 'aria-label': id ? undefined : label }}
      value={String(value ?? '')}
      onChange={({ currentTarget: field }) => chooseOr(() => (field.value = String(value ?? '')), choose(field.value))}
    />
  );
}

// What was taken back stands there again.
async function chooseOr(restore: () => void, choice: unknown): Promise<void> {
  if ((await choice) === false) restore();
}

function StaticSelect(props: Props) {
  const groups = props.element.option_groups as { label: Json; options: Json[] }[] | undefined;
  return (
    <Select {...props} value={(props.state?.selected_option as Json | null | undefined)?.value}>
      {groups
        ? groups.map((group) => (
            <optgroup key={textOf(group.label)} label={textOf(group.label)}>
              {group.options.map(drawOption)}
            </optgroup>
          ))
        : optionsOf(props.element).map(drawOption)}
    </Select>
  );
}

function drawOption(option: Json) {
  const hint = textOf(option.description);
  return (
    <option key={String(option.value)} value={String(option.value)}>
      {hint ? `${textOf(option.text)} — ${hint}` : textOf(option.text)}
    </option>
  );
}

function PeopleSelect(props: Props) {
  const { setting } = useStage();
  return (
    <Select {...props} value={props.state?.selected_user}>
      {setting.people.map((person) => (
        <option key={person.id} value={person.id}>
          {person.realName}
        </option>
      ))}
    </Select>
  );
}

function Select({
  element,
  choose,
  id,
  isBusy,
  value,
  children,
}: Props & { value: unknown; children: ComponentChildren }) {
  const words = useWords();
  const hint = textOf(element.placeholder) || words.choose;
  const chosen = String(value ?? '');
  return (
    <select
      {...{ id, disabled: isBusy, 'aria-label': id ? undefined : hint }}
      value={chosen}
      onChange={({ currentTarget: field }) => chooseOr(() => (field.value = chosen), choose(field.value))}
    >
      <option value="" disabled>
        {hint}
      </option>
      {children}
    </select>
  );
}

function Marks({ element, name, state, choose, isBusy }: Props) {
  const isMany = element.type === 'checkboxes';
  const picked = isMany ? ((state?.selected_options ?? []) as Json[]) : [state?.selected_option as Json | undefined];
  const values = picked.filter(Boolean).map((option) => option?.value);
  const toggle = (value: unknown) => {
    if (!isMany) return choose(value);
    return choose(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  };
  return (
    <div class="marks">
      {optionsOf(element).map((option) => (
        <label key={String(option.value)}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={name}
            checked={values.includes(option.value)}
            disabled={isBusy}
            onChange={({ currentTarget: field }) =>
              chooseOr(() => (field.checked = values.includes(option.value)), toggle(option.value))
            }
          />
          <span>
            <TextObject object={option.text} />
            {option.description !== undefined && (
              <small>
                <TextObject object={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
