// What a use case is made of: the declarations as people write them in YAML, the same things once loaded.
import { z } from 'zod';
import { type TrackName, trackNames } from './track.ts';

const Key = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens');
const TaskKey = z.string().regex(/^[A-Z][0-9]{1,2}$/, 'expected a capital letter with a number, for example B1');
const Text = z.string().trim().min(1, 'expected some text');
const Sentence = z.string().trim().min(20, 'expected a whole sentence (20 characters or more)');
const Day = z.iso.date('expected a day written as 2026-11-21');

/** A path inside a sandbox or a content folder. Never absolute, never upwards. */
const RelativePath = z
  .string()
  .regex(
    /^(?!\.)[A-Za-z0-9_.-]+(\/(?!\.)[A-Za-z0-9_.-]+)*$/,
    'expected a relative path without "..", such as queries.sql',
  );

const MediaType = z.enum(['text/markdown', 'text/csv', 'application/json', 'application/jsonl', 'application/sql']);

/** `framework/clause`, both as written in frameworks.yaml. */
const ClauseReference = z
  .string()
  .regex(/^[a-z0-9-]+\/[A-Za-z0-9.()-]+$/, 'expected framework/clause, for example sr-26-2/validation');

export const levels = ['L0', 'L1', 'L2', 'L3'] as const;
export type Level = (typeof levels)[number];

/** One thing a reviewer looks at. A gate criterion below L2 prevents acceptance; so does L0 on any criterion. */
const Criterion = z.strictObject({
  key: Key,
  title: Text,
  gate: z.boolean(),
  clauses: z.array(ClauseReference).min(1),
  levels: z.strictObject({ L0: Sentence, L1: Sentence, L2: Sentence, L3: Sentence }),
});

export const Rubric = z.strictObject({
  useCase: Key,
  key: Key,
  title: Text,
  criteria: z.array(Criterion).length(6, 'expected six criteria'),
});
export type Rubric = z.infer<typeof Rubric>;

/** A tool that a task may name. `page`: served by the application itself, so it works on every runtime. */
export const ToolDescriptor = z.strictObject({
  id: Key,
  title: Text,
  kind: z.enum(['page']),
  purpose: Sentence,
});
export type ToolDescriptor = z.infer<typeof ToolDescriptor>;

/** A file of a deliverable as declared: `template` is a path beside task.yaml, `words` counts what a reader reads. */
const DeliverableFileDeclaration = z.strictObject({
  path: RelativePath,
  mediaType: MediaType,
  required: z.boolean(),
  maxBytes: z.int().min(1).max(26_214_400),
  words: z.strictObject({ min: z.int().min(0), max: z.int().min(1) }).optional(),
  template: RelativePath.optional(),
});

const MaterialDeclaration = z.strictObject({ path: RelativePath, mediaType: MediaType, file: RelativePath });

export const TaskDeclaration = z.strictObject({
  useCase: Key,
  key: TaskKey,
  title: Text,
  brief: RelativePath,
  /** Days after the cohort's start. */
  dueDay: z.int().min(1).max(90),
  reviewMinutes: z.int().min(5).max(90),
  tools: z.array(Key),
  materials: z.array(MaterialDeclaration).default([]),
  deliverable: z.strictObject({ title: Text, files: z.array(DeliverableFileDeclaration).min(1) }),
  rubric: Key,
  check: z.strictObject({ name: z.string(), parameters: z.record(z.string(), z.unknown()) }),
});

export const TrackDeclaration = z.strictObject({
  useCase: Key,
  track: z.enum(trackNames),
  objective: Sentence,
  tools: z.array(Key).min(1),
  tasks: z.array(TaskKey).min(1),
});

export const UseCaseDeclaration = z.strictObject({
  key: Key,
  title: Text,
  /** One sentence for lists. */
  problem: Sentence,
  /** Who decides what, and what the model would change about it. */
  decision: Sentence,
  brief: RelativePath,
  /** The content has to be read again by its authors before this day. */
  freshUntil: Day,
  /** Tables and columns that briefs and templates speak of. A cohort whose extract lacks one cannot do its tasks. */
  extract: z.strictObject({
    tables: z.array(z.strictObject({ name: Text, columns: z.array(Text).min(1) })).min(1),
  }),
});

/** A file to hand in. `template` is its text, also written into a new sandbox at `path`. */
export type DeliverableFile = Omit<z.infer<typeof DeliverableFileDeclaration>, 'template'> & { template?: string };

/** A document given with the task: written read-only into the sandbox at `path`, and what evidence may refer to. */
export type Material = { path: string; mediaType: z.infer<typeof MediaType>; text: string };

/** Plain data, safe to send to a learner as it is. `brief` is Markdown. */
export type Task = Omit<z.infer<typeof TaskDeclaration>, 'materials' | 'deliverable'> & {
  track: TrackName;
  materials: Material[];
  deliverable: { title: string; files: DeliverableFile[] };
};

export type Track = {
  useCase: string;
  track: TrackName;
  objective: string;
  tools: ToolDescriptor[];
  tasks: Task[];
  rubrics: Rubric[];
};

/** `tracks` holds all six, in the order of `trackNames`. */
export type UseCase = z.infer<typeof UseCaseDeclaration> & { tracks: Track[] };
