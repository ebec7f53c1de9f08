import { IconAlertTriangle, IconFileSpreadsheet } from '@tabler/icons-react';
import { useStore } from '../../../lib/store';
import { Button, Progress } from '../../../ui';
import { sizeText } from '../model';
import { uploading } from '../uploads';
import { ChooseFile } from './ChooseFile';
import classes from './imports.module.css';

interface UploadCardProps {
  refusal: string | null;
  onFiles: (files: File[]) => void;
  onForget: () => void;
}

/** The file on its way, or why it did not arrive. */
export function UploadCard({ refusal, onFiles, onForget }: UploadCardProps) {
  const now = useStore(uploading);
  const fault = refusal ?? now?.error;
  if (fault) {
    return (
      <div className={classes.upload} data-bad role="alert">
        <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
        <div className={classes.uploadText}>
          {refusal === null && now ? <strong>{now.name} was not taken</strong> : null}
          <span>{fault}</span>
        </div>
        <ChooseFile label="Choose another file" variant="default" onFiles={onFiles} />
        <Button variant="subtle" color="gray" onClick={onForget}>
          Close
        </Button>
      </div>
    );
  }
  if (!now) return null;
  const percent = Math.round(now.part * 100);
  return (
    <div className={classes.upload}>
      <IconFileSpreadsheet size={18} stroke={1.7} aria-hidden />
      <div className={classes.uploadText} role="status">
        <strong>{now.name}</strong>
        <span className="num">
          {percent < 100
            ? `${sizeText(now.size * now.part)} of ${sizeText(now.size)}`
            : 'Arrived. Kith looks at what it is…'}
        </span>
        <Progress
          value={percent}
          size="sm"
          aria-label={`Upload of ${now.name}`}
          {...(percent === 100 ? { animated: true } : {})}
        />
      </div>
      <Button variant="default" onClick={now.cancel}>
        Cancel
      </Button>
    </div>
  );
}
