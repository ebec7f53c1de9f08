import { IconFileUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useStore } from '../../../lib/store';
import { EmptyState, ErrorState, PageHeader } from '../../../ui';
import { ChooseFile } from '../components/ChooseFile';
import { DropAnywhere } from '../components/DropAnywhere';
import { ImportTable } from '../components/ImportTable';
import classes from '../components/imports.module.css';
import { UploadCard } from '../components/UploadCard';
import { useUpload } from '../components/useUpload';
import { isBusy } from '../model';
import { importsQuery, useFollowBusy } from '../queries';
import { uploading } from '../uploads';

/** Every file that was brought in, and the way to bring in another. */
export function ImportsPage() {
  const list = useQuery(importsQuery);
  const upload = useUpload();
  const isUploading = useStore(uploading) !== null;
  const imports = list.data ?? [];
  useFollowBusy(imports.some((one) => isBusy(one.state)));
  const isEmpty = list.isSuccess && imports.length === 0;
  return (
    <main className={classes.page}>
      <PageHeader title="Imports">
        {isEmpty ? null : <ChooseFile label="Import a file" onFiles={upload.take} />}
      </PageHeader>
      <div className={classes.body}>
        <UploadCard refusal={upload.refusal} onFiles={upload.take} onForget={upload.forget} />
        {list.isError && imports.length === 0 ? (
          <ErrorState
            error={list.error}
            onRetry={() => void list.refetch()}
            title="The imports did not load"
          />
        ) : null}
        {isEmpty && !isUploading && upload.refusal === null ? (
          <EmptyState
            icon={<IconFileUpload size={20} stroke={1.7} />}
            title="Bring your people in"
            action={<ChooseFile label="Choose a file" onFiles={upload.take} />}
          >
            An export of Google, Outlook, HubSpot or any table as CSV or Excel will do: choose it, or drop it
            anywhere here. Kith shows what becomes of every row before anything is written, and takes the
            whole import back if you wish.
          </EmptyState>
        ) : null}
        {list.isPending || imports.length > 0 ? (
          <ImportTable imports={imports} isLoading={list.isPending} />
        ) : null}
      </div>
      <DropAnywhere onFiles={upload.take} />
    </main>
  );
}
