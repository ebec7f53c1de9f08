import { useState } from 'react';
import { ApiError, hasStatus } from '../../../api';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { Alert, Button, Group, Modal, Stack } from '../../../ui';
import {
  type Action,
  firstParams,
  howMany,
  isReady,
  type Params,
  type Subject,
  type Target,
  valueKind,
} from '../model';
import { useStartJob } from '../mutations';
import classes from './bulk.module.css';
import { ParamField } from './ParamField';

interface ActionDialogProps {
  subject: Subject;
  action: Action;
  target: Target;
  /** Keys of the columns on screen. */
  columns: readonly string[];
  onClose: () => void;
  onStarted: () => void;
  /** The server counts otherwise than the screen did: count again. */
  onRecount: () => void;
}

/** What the action is to be told, and on how many records it is about to act. */
export function ActionDialog(props: ActionDialogProps) {
  const { subject, action, target, onClose } = props;
  const [params, setParams] = useState<Params>(() => firstParams(action, props.columns));
  const start = useStartJob();
  const { error } = start;
  const told = error instanceof ApiError ? error.fieldMessages() : {};
  const errorOf = (key: string) => told[`params.${key}`] ?? told[key];
  const isTold = action.params.some(({ key }) => errorOf(key));
  const many = target.count === null ? 'All that match' : howMany(target.count, subject);
  const isExport = action.key === 'export';
  const begin = () => {
    if (start.isPending || !isReady(action, params)) return;
    start.mutate(
      { subject, action: action.key, params, target },
      {
        onSuccess: props.onStarted,
        onError: (refusal) => {
          if (hasStatus(refusal, 409)) props.onRecount();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={action.label} size={440} centered>
      <form
        onFocus={(event) => void typeHeldKeys(event.target)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          begin();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Stack gap="md">
          {error && !isTold ? (
            <Alert color="red" role="alert">
              {error.message}
            </Alert>
          ) : null}
          <p className={classes.many}>
            <strong>{many}</strong>
            {target.ids === null ? ' match the list as it is now' : ' selected'}
            {isExport ? '. The file is kept for seven days, and the export is noted in the log.' : '.'}
            {isExport ? '' : ' This can be undone as a whole.'}
          </p>
          {action.explanation ? <p className={classes.many}>{action.explanation}</p> : null}
          {action.params.map((param, index) => (
            <ParamField
              key={param.key}
              param={param}
              valueKind={valueKind(action, params)}
              value={params[param.key]}
              error={errorOf(param.key)}
              isFirst={index === 0}
              onChange={(value) => setParams((now) => ({ ...now, [param.key]: value }))}
            />
          ))}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={start.isPending}
              disabled={!isReady(action, params)}
              data-autofocus={action.params.length === 0 || undefined}
            >
              {action.label}: {target.count === null ? 'all' : howMany(target.count, subject)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
