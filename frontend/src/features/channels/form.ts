import type { ChannelAccount, ChannelKind } from '../../api';

/** A setting of a channel, as its form shows it. */
export interface SettingField {
  name: string;
  title: string;
  description: string;
  kind: 'text' | 'secret' | 'number' | 'switch' | 'choice';
  choices: readonly string[];
  isNeeded: boolean;
  first: unknown;
}

interface Property {
  title?: string;
  description?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  anyOf?: Property[];
  default?: unknown;
}

function kindOf(property: Property, isSecret: boolean): SettingField['kind'] {
  if (isSecret) return 'secret';
  const types = [property, ...(property.anyOf ?? [])];
  if (types.some((one) => one.enum)) return 'choice';
  if (types.some((one) => one.type === 'boolean')) return 'switch';
  if (types.some((one) => one.type === 'number' || one.type === 'integer')) return 'number';
  return 'text';
}

/** The fields that the schema of a kind of channel asks for, in its order. */
export function fieldsOf({ settings_schema: schema, secrets }: ChannelKind): SettingField[] {
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  const needed = new Set((schema.required ?? []) as string[]);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    title: property.title ?? name,
    description: property.description ?? '',
    kind: kindOf(property, secrets.includes(name)),
    choices: [property, ...(property.anyOf ?? [])].flatMap((one) => (one.enum ?? []).map(String)),
    isNeeded: needed.has(name),
    first: property.default ?? null,
  }));
}

/** What stands in the form at first. Secrets are never given back: their fields begin empty. */
export function firstValues(
  fields: readonly SettingField[],
  account: ChannelAccount | null,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, kind, first }) => {
      const kept = account?.settings[name];
      if (kind === 'secret') return [name, ''];
      if (kind === 'switch') return [name, Boolean(kept ?? first)];
      return [name, kept ?? first ?? ''];
    }),
  );
}

/** The settings as they are sent: what was left empty is left out, so that the server's own default holds. */
export function settingsOf(
  fields: readonly SettingField[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = values[name];
      return value === '' || value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}
