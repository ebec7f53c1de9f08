import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type Form, useCan, usePolling } from '../../../api';
import { Button, ErrorState, SettingsPage, Skeleton, Switch } from '../../../ui';
import { Address } from '../components/Address';
import { FieldMapping } from '../components/FieldMapping';
import { FormOptions } from '../components/FormOptions';
import { Secret } from '../components/Secret';
import { Submissions } from '../components/Submissions';
import { useChangeForm, useRestoreForm } from '../mutations';
import { formKeys, formQuery } from '../queries';

/** One form: where to post to, what is made of it, and what came. */
export function FormPage() {
  const { formId } = useParams({ from: '/shell/settings/forms/$formId' });
  const form = useQuery(formQuery(formId));
  // What failed, or waits for a decision, is told by no event.
  usePolling(formKeys.one(formId), 10_000);
  if (form.isError && !form.data)
    return <ErrorState error={form.error} onRetry={() => void form.refetch()} isPage />;
  if (!form.data) return <Skeleton height={24} width={220} m={36} />;
  return <Whole key={formId} form={form.data} />;
}

function Whole({ form }: { form: Form }) {
  const mayWrite = useCan()('forms:write') && !form.is_archived;
  const change = useChangeForm(form);
  const restore = useRestoreForm();
  return (
    <SettingsPage
      wide
      title={form.name}
      before={
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={15} stroke={1.7} aria-hidden />}
          component={Link}
          to="/settings/forms"
        >
          Forms
        </Button>
      }
      action={
        form.is_archived ? (
          <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate(form.id)}>
            Restore
          </Button>
        ) : (
          <Switch
            label="Takes submissions"
            checked={form.is_active}
            disabled={!mayWrite || change.isPending}
            onChange={(event) => change.mutate({ is_active: event.currentTarget.checked })}
          />
        )
      }
    >
      <Submissions form={form} mayWrite={mayWrite} />
      <Address form={form} />
      <FieldMapping key={`fields ${form.version}`} form={form} mayWrite={mayWrite} />
      <FormOptions key={`options ${form.version}`} form={form} mayWrite={mayWrite} />
      {mayWrite ? <Secret form={form} /> : null}
    </SettingsPage>
  );
}
