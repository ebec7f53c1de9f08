import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ActionIcon, Alert, Badge, ErrorState, PageHeader, Skeleton } from '../../../ui';
import { ActionBar } from '../components/ActionBar';
import { ColumnsSection } from '../components/ColumnsSection';
import { DropAnywhere } from '../components/DropAnywhere';
import { FileSection } from '../components/FileSection';
import classes from '../components/imports.module.css';
import { PreviewSection } from '../components/PreviewSection';
import { ResultSection } from '../components/ResultSection';
import { RulesSection } from '../components/RulesSection';
import { RunSection } from '../components/RunSection';
import { SettingsSummary } from '../components/SettingsSummary';
import { StepRail } from '../components/StepRail';
import { UploadCard } from '../components/UploadCard';
import { useSettings } from '../components/useSettings';
import { useStepFocus } from '../components/useStepFocus';
import { useUpload } from '../components/useUpload';
import wizard from '../components/wizard.module.css';
import { isBusy, isOpen, stateColours, stateLabels } from '../model';
import { useCancel } from '../mutations';
import { choicesQuery, importQuery, useFollowBusy } from '../queries';

/** One import from the file to its result. The server holds its state, so this address brings back all of it. */
export function ImportPage({ id }: { id: number }) {
  const { data: given, dataUpdatedAt } = useSuspenseQuery(importQuery(id));
  const choices = useQuery(choicesQuery);
  const upload = useUpload();
  const { settings, preview, start, isAsking, error } = useSettings(id);
  const cancel = useCancel(id);
  useFollowBusy(isBusy(given.state));
  useStepFocus(given.state);
  return (
    <main className={classes.page}>
      <PageHeader
        title={given.file_name}
        windowTitle={`Import of ${given.file_name}`}
        before={
          <ActionIcon component={Link} to="/imports" aria-label="All imports">
            <IconArrowLeft size={17} stroke={1.7} />
          </ActionIcon>
        }
        after={<Badge color={stateColours[given.state]}>{stateLabels[given.state]}</Badge>}
      />
      <div className={wizard.layout}>
        <StepRail given={given} refused={Object.keys(settings.refused)} />
        <div className={wizard.scroller}>
          <div className={wizard.column}>
            <UploadCard refusal={upload.refusal} onFiles={upload.take} onForget={upload.forget} />
            {given.problems.length > 0 ? (
              <Alert color="yellow" title="Worth a look">
                {given.problems.map((problem) => (
                  <p key={problem} className={wizard.problem}>
                    {problem}
                  </p>
                ))}
              </Alert>
            ) : null}
            {isOpen(given) && given.error ? (
              <Alert color="red" title="The check broke off" role="alert">
                {given.error}
              </Alert>
            ) : null}
            {choices.isPending ? <Skeleton height={200} radius="md" /> : null}
            {choices.isError ? (
              <ErrorState error={choices.error} onRetry={() => void choices.refetch()} />
            ) : null}
            {choices.data && isOpen(given) ? (
              <>
                <FileSection given={given} choices={choices.data} settings={settings} />
                <ColumnsSection given={given} settings={settings} />
                <RulesSection given={given} choices={choices.data} settings={settings} />
                <PreviewSection given={given} />
              </>
            ) : null}
            {given.state === 'running' ? <RunSection given={given} readAt={dataUpdatedAt} /> : null}
            {isOpen(given) || given.state === 'running' ? null : <ResultSection given={given} />}
            {choices.data && !isOpen(given) ? <SettingsSummary given={given} choices={choices.data} /> : null}
          </div>
          {isOpen(given) ? (
            <ActionBar
              given={given}
              error={error}
              isAsking={isAsking || settings.isSaving}
              onPreview={preview}
              onStart={start}
              onCancel={() => cancel.mutate()}
            />
          ) : null}
        </div>
      </div>
      <DropAnywhere onFiles={upload.take} />
    </main>
  );
}
