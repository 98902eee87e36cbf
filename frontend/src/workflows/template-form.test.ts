import { templateBody } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import {
  emptyStage,
  emptyTask,
  emptyTemplate,
  movedBy,
  templateBodyOf,
  templateDraftOf,
} from './template-form.ts';

const filled = {
  ...emptyTemplate(),
  name: ' Civil intake ',
  stages: [
    {
      ...emptyStage(),
      name: 'Intake',
      duration: '10',
      tasks: [
        { ...emptyTask(), title: 'Conflict check', dueAfter: '2', checklist: 'One\n\n Two ' },
        emptyTask(),
      ],
    },
  ],
};

describe('the form of a template', () => {
  it('makes a body that the API takes, without what was left empty', () => {
    const body = templateBodyOf(filled);
    expect(templateBody.safeParse(body).success).toBe(true);
    expect(body).toMatchObject({
      name: 'Civil intake',
      stages: [
        {
          duration: 10,
          tasks: [{ title: 'Conflict check', dueAfter: 2, checklist: ['One', 'Two'] }],
        },
      ],
    });
    expect(body.stages[0]?.tasks).toHaveLength(1);
  });

  it('gives back what was saved', () => {
    const body = templateBodyOf(filled);
    expect(templateBodyOf(templateDraftOf(body))).toEqual(body);
  });

  it('leaves it to the schema to refuse an empty or broken number', () => {
    for (const duration of ['', 'ten', '1.5']) {
      const stages = [{ ...emptyStage(), name: 'Intake', duration }];
      const parsed = templateBody.safeParse(templateBodyOf({ ...filled, stages }));
      expect(parsed.error?.issues[0]?.path).toEqual(['stages', 0, 'duration']);
    }
  });

  it('moves an entry by one place and not beyond the ends', () => {
    expect(movedBy(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(movedBy(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(movedBy(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});
