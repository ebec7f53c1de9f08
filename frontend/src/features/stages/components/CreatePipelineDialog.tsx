import { useState } from 'react';
import { ApiError } from '../../../api';
import { TEMPLATES } from '../../../lib/pipelineTemplates';
import { Button, Group, Modal, Radio, Stack, TextInput } from '../../../ui';
import { useCreatePipeline } from '../queries';

/** A name, and the stages to begin with. */
export function CreatePipelineDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [key, setKey] = useState('sales');
  const create = useCreatePipeline();
  const template = TEMPLATES.find((one) => one.key === key) ?? TEMPLATES[0];
  const words = create.error instanceof ApiError ? Object.values(create.error.fieldMessages())[0] : undefined;
  return (
    <Modal opened onClose={onClose} size={440} centered title="New pipeline">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const stages = (template?.stages ?? []).map((stage) => ({ ...stage, required_fields: [] }));
          create.mutate({ name, stages }, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={create.isError ? (words ?? create.error.message) : undefined}
            autoComplete="off"
            data-autofocus
          />
          <Radio.Group label="Begin with" value={key} onChange={setKey}>
            <Stack gap={10} mt={6}>
              {TEMPLATES.map(({ key: value, label, stages }) => (
                <Radio
                  key={value}
                  value={value}
                  label={label}
                  description={
                    value === 'empty'
                      ? 'One stage, to which you add your own'
                      : stages.map((stage) => stage.name).join(', ')
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
