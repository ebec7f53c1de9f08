import type { Settings } from './tree';

/** A field of a kind's settings, as its JSON Schema describes it. */
export interface FieldSchema {
  title?: string;
  description?: string;
  type?: string;
  enum?: readonly string[];
  const?: string;
  default?: unknown;
  items?: { enum?: readonly string[]; type?: string };
  labels?: Readonly<Record<string, string>>;
  help?: Readonly<Record<string, string>>;
  maxItems?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  lines?: number;
  channel?: 'sms' | 'email';
  unit?: string;
  'x-widget'?: string;
  'x-show-if'?: Settings;
  'x-hide-if'?: Settings;
}

export interface Field {
  name: string;
  schema: FieldSchema;
}

export const RECORDS = ['tag', 'user', 'stage', 'pipeline', 'template', 'form'] as const;
export type RecordSort = (typeof RECORDS)[number];

export const isRecordSort = (widget: string | undefined): widget is RecordSort =>
  RECORDS.some((one) => one === widget);

/** A field's value, or what it is when nothing was said. */
export const settingOf = (settings: Settings, { name, schema }: Field): unknown =>
  name in settings ? settings[name] : schema.default;

/** The fields that are to be shown with these settings, in their order. */
export function fieldsOf(schema: Settings, settings: Settings): Field[] {
  const all = Object.entries((schema.properties ?? {}) as Record<string, FieldSchema>).map(
    ([name, one]): Field => ({ name, schema: one }),
  );
  const now = (name: string) => {
    const field = all.find((one) => one.name === name);
    return field ? settingOf(settings, field) : undefined;
  };
  const holds = (asked: Settings) => Object.entries(asked).every(([name, value]) => now(name) === value);
  return all.filter(({ schema: one }) => {
    if (one['x-widget'] === 'hidden') return false;
    if (one['x-show-if'] && !holds(one['x-show-if'])) return false;
    return !(one['x-hide-if'] && holds(one['x-hide-if']));
  });
}

/** What the values of a field are called. */
export function choicesOf({ enum: values = [], items, labels = {} }: FieldSchema) {
  return (items?.enum ?? values).map((value) => ({
    value,
    label:
      labels[value] ?? WORDS[value] ?? value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' '),
  }));
}

const WORDS: Readonly<Record<string, string>> = {
  any: 'Any',
  sms: 'Text message',
  email: 'Email',
  on: 'On the day',
  before: 'Days before',
  after: 'Days after',
};
