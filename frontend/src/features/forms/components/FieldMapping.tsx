import { useState } from 'react';
import type { Form } from '../../../api';
import { Button, EmptyState, NativeSelect, Panel, Section } from '../../../ui';
import { useChangeForm } from '../mutations';
import classes from './forms.module.css';

/** Which field of a contact each field of the form gives. */
export function FieldMapping({ form, mayWrite }: { form: Form; mayWrite: boolean }) {
  // What was changed here and is not saved yet; the rest follows what the server has learnt.
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({});
  const change = useChangeForm(form);
  const isChanged = form.fields.some(({ name, target }) => (edits[name] ?? target) !== target);
  const mapping = Object.fromEntries(form.fields.map(({ name, target }) => [name, edits[name] ?? target]));
  const rows = form.fields;
  return (
    <Section
      title="Fields"
      description="Learnt from the first submission, and yours to change. What failed before can be read again after that."
    >
      <Panel>
        {rows.length === 0 ? (
          <EmptyState title="Nothing has come in yet">
            Send one submission: its fields stand here then, each with what we make of it.
          </EmptyState>
        ) : (
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">As it comes</th>
                <th scope="col">Last value</th>
                <th scope="col">Becomes</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, sample }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td className={classes.muted}>{sample}</td>
                  <td>
                    <NativeSelect
                      size="xs"
                      aria-label={`${name} becomes`}
                      value={mapping[name] ?? ''}
                      disabled={!mayWrite}
                      onChange={(event) => {
                        const target = event.currentTarget.value;
                        setEdits((now) => ({ ...now, [name]: target }));
                      }}
                      data={[
                        { value: '', label: 'Nothing' },
                        ...form.targets.map(({ key, label }) => ({ value: key, label })),
                      ]}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {mayWrite && isChanged ? (
          <div className={classes.save}>
            <Button loading={change.isPending} onClick={() => change.mutate({ mapping })}>
              Save the fields
            </Button>
          </div>
        ) : null}
      </Panel>
    </Section>
  );
}
