import { useQuery } from '@tanstack/react-query';
import { type Form, usersQuery } from '../../../api';
import {
  Button,
  NativeSelect,
  NumberInput,
  Panel,
  Section,
  TagsInput,
  Textarea,
  TextInput,
  useForm,
} from '../../../ui';
import { useChangeForm } from '../mutations';
import classes from './forms.module.css';

/** What else is done with what comes in, and what is kept out. */
export function FormOptions({ form, mayWrite }: { form: Form; mayWrite: boolean }) {
  const users = useQuery(usersQuery);
  const change = useChangeForm(form);
  const fields = useForm({
    initialValues: {
      name: form.name,
      tags: form.tags,
      assigned: String(form.assigned_user?.id ?? ''),
      email: form.consent.email ?? '',
      sms: form.consent.sms ?? '',
      wording: form.consent.wording ?? '',
      honeypot: form.honeypot,
      redirect: form.redirect_url,
      perMinute: form.per_minute as number | string,
    },
  });
  const boxes = [
    { value: '', label: 'None' },
    ...form.fields.map(({ name }) => ({ value: name, label: name })),
  ];
  const save = fields.onSubmit(
    ({ name, tags, assigned, email, sms, wording, honeypot, redirect, perMinute }) =>
      change.mutate({
        name,
        tags,
        assigned_user_id: assigned ? Number(assigned) : null,
        consent: { email, sms, wording },
        honeypot,
        redirect_url: redirect,
        per_minute: Number(perMinute),
      }),
  );
  return (
    <Section title="Options">
      <Panel>
        <form onSubmit={save}>
          <fieldset className={classes.plain} disabled={!mayWrite}>
            <div className={classes.settings}>
              <TextInput label="Name" maxLength={80} {...fields.getInputProps('name')} />
              <TagsInput
                label="Tags for whoever comes in"
                splitChars={[',', ';']}
                acceptValueOnBlur
                {...fields.getInputProps('tags')}
              />
              <NativeSelect
                label="Who is new is assigned to"
                data={[
                  { value: '', label: 'Nobody' },
                  ...(users.data ?? [])
                    .filter(({ is_active: isActive }) => isActive)
                    .map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
                {...fields.getInputProps('assigned')}
              />
              <NativeSelect
                label="Field that states consent to email"
                data={boxes}
                {...fields.getInputProps('email')}
              />
              <NativeSelect
                label="Field that states consent to text messages"
                data={boxes}
                {...fields.getInputProps('sms')}
              />
              <Textarea
                label="Words beside that box"
                description="Kept with each consent as its proof."
                autosize
                minRows={2}
                maxLength={2000}
                {...fields.getInputProps('wording')}
              />
              <TextInput
                label="Hidden field"
                description="A field that people don't see. Whoever fills it in goes to quarantine."
                maxLength={100}
                {...fields.getInputProps('honeypot')}
              />
              <TextInput
                label="Where people are sent on to"
                description="After they have sent a form in their browser. A plain thank-you page when empty."
                placeholder="https://"
                maxLength={500}
                {...fields.getInputProps('redirect')}
              />
              <NumberInput
                label="Submissions a minute at the most"
                min={1}
                max={600}
                {...fields.getInputProps('perMinute')}
              />
            </div>
            {mayWrite && fields.isDirty() ? (
              <div className={classes.save}>
                <Button type="submit" loading={change.isPending}>
                  Save the options
                </Button>
              </div>
            ) : null}
          </fieldset>
        </form>
      </Panel>
    </Section>
  );
}
