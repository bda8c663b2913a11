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
  choose: (option: unknown) => void;
  id?: string;
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
      return (
        <input
          id={props.id}
          aria-label={props.id ? undefined : textOf(props.element.placeholder)}
          type="time"
          value={String(props.state?.selected_time ?? '')}
          onChange={(event) => props.choose(event.currentTarget.value)}
        />
      );
    case 'datepicker':
      return (
        <input
          id={props.id}
          aria-label={props.id ? undefined : textOf(props.element.placeholder)}
          type="date"
          value={String(props.state?.selected_date ?? '')}
          onChange={(event) => props.choose(event.currentTarget.value)}
        />
      );
    default:
      return <StaticSelect {...props} />;
  }
}

function StaticSelect({ element, state, choose, id }: Props) {
  const words = useWords();
  const groups = element.option_groups as { label: Json; options: Json[] }[] | undefined;
  const hint = textOf(element.placeholder) || words.choose;
  const chosen = (state?.selected_option as Json | null | undefined)?.value;
  return (
    <select
      id={id}
      aria-label={id ? undefined : hint}
      value={String(chosen ?? '')}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="" disabled>
        {hint}
      </option>
      {groups
        ? groups.map((group) => (
            <optgroup key={textOf(group.label)} label={textOf(group.label)}>
              {group.options.map(drawOption)}
            </optgroup>
          ))
        : optionsOf(element).map(drawOption)}
    </select>
  );
}

function drawOption(option: Json) {
  return (
    <option key={String(option.value)} value={String(option.value)}>
      {textOf(option.text)}
    </option>
  );
}

function PeopleSelect({ element, state, choose, id }: Props) {
  const words = useWords();
  const { setting } = useStage();
  const hint = textOf(element.placeholder) || words.choose;
  return (
    <select
      id={id}
      aria-label={id ? undefined : hint}
      value={String(state?.selected_user ?? '')}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="" disabled>
        {hint}
      </option>
      {setting.people.map((person) => (
        <option key={person.id} value={person.id}>
          {person.realName}
        </option>
      ))}
    </select>
  );
}

function Marks({ element, name, state, choose }: Props) {
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
            onChange={() => toggle(option.value)}
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
