import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Board, BoardCard } from '../../../api';
import { useStore } from '../../../lib/store';
import { Modal } from '../../../ui';
import { PickList } from '../../../ui/pick';
import { placeOf } from '../board';
import { useMoveOpportunity } from '../moves';
import { keys, pipelinesQuery } from '../queries';
import { moveAsked } from './moveState';
import { StageDot } from './StageDot';

/** Moves an opportunity to a stage by its name: for keys, for touch, and to other pipelines. */
export function MoveDialog() {
  const card = useStore(moveAsked);
  return (
    <Modal
      opened={card !== null}
      onClose={() => moveAsked.set(null)}
      title={card ? `Move ${card.title} to…` : 'Move to…'}
      size={400}
      padding={0}
      yOffset="12vh"
      styles={{ header: { padding: '12px 16px 4px' } }}
    >
      {card ? <Stages card={card} /> : null}
    </Modal>
  );
}

function Stages({ card }: { card: BoardCard }) {
  const [text, setText] = useState('');
  const { data: pipelines, isPending } = useQuery(pipelinesQuery);
  const { move } = useMoveOpportunity();
  const client = useQueryClient();
  const typed = text.trim().toLocaleLowerCase();
  const ordered = [...(pipelines ?? [])].sort(
    (one, other) => Number(other.id === card.pipeline_id) - Number(one.id === card.pipeline_id),
  );
  const stages = ordered
    .flatMap((pipeline) => pipeline.stages.map((stage, index) => ({ pipeline, stage, index })))
    .filter(({ pipeline, stage }) => `${stage.name} ${pipeline.name}`.toLocaleLowerCase().includes(typed));
  const pick = (id: string) => {
    const found = stages.find(({ stage }) => String(stage.id) === id);
    moveAsked.set(null);
    if (!found || found.stage.id === card.stage_id) return;
    const shown = client
      .getQueriesData<Board>({ queryKey: keys.boards })
      .map(([, board]) => board && placeOf(board, card.id))
      .find(Boolean);
    const stageId = found.stage.id;
    move({
      id: card.id,
      title: card.title,
      version: card.version,
      stageId,
      stageName: found.stage.name,
      after_id: null,
      before_id: null,
      ...(shown ? { place: { stageId, index: 0 } } : {}),
    });
  };
  return (
    <PickList
      label="Move to which stage"
      placeholder="Stage…"
      options={stages.map(({ pipeline, stage, index }) => ({
        id: String(stage.id),
        label: stage.name,
        icon: <StageDot color={stage.color} />,
        hint:
          stage.id === card.stage_id
            ? 'Stands here'
            : pipeline.id === card.pipeline_id
              ? undefined
              : pipeline.name,
        isApart: index === 0 && pipeline.id !== card.pipeline_id,
      }))}
      text={text}
      onText={setText}
      onPick={pick}
      isLoading={isPending}
      empty="No stage has this name."
    />
  );
}
