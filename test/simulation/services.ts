import { must } from '../../shared/base/result.ts'
import { readDefinition, type ServiceDefinition } from '../../shared/contract/service/index.ts'
import { SERVICES } from '../../shared/services/index.ts'

/**
 * The services of a simulated province: some that ship, and small ones beside them, each with one thing in which entries made apart can get into each
 * other's way. The small ones all change things of one type, so that a few subjects meet every kind of act.
 */

const t = { zh: '登记', en: 'Record' }
const paper = { title: t, standing: t, rows: [{ label: t, from: 'case.number' }], notes: [] }
const ID = '^[0-9]{6}/thing/T[0-9]{1,3}$'

export const thing = (mode: 'create' | 'change', key = 'no', name = 'thing') => ({
  name,
  title: t,
  type: 'thing',
  mode,
  id: ID,
  key,
})
export const from = (name: string) => ({ from: 'field', name })
export const SET = {
  op: 'set',
  on: 'thing',
  fields: { area: from('area'), use: from('use'), tags: from('tags') },
  sealed: { holder: 'holder' },
}
export const FIELDS = {
  no: { type: 'string', maxLength: 40, 'x-title': t },
  area: { type: 'integer', minimum: 0, maximum: 1000, 'x-title': t },
  use: { type: 'string', maxLength: 40, 'x-title': t },
  tags: { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 20 }, 'x-title': t },
  holder: { type: 'string', maxLength: 40, 'x-title': t },
}
const DONE = {
  start: 'done',
  states: { done: { title: t, final: true } },
  actions: [{ name: 'file', title: t, from: [], to: 'done', roles: ['clerk'], notAuthorOf: [], effects: true }],
}
const action = (name: string, from: string[], to: string, role: string, more: object = {}) => ({
  ...{ name, title: t, from, to, roles: [role], notAuthorOf: [] },
  ...more,
})
export const WALK = {
  start: 'received',
  states: {
    received: { title: t },
    accepted: { title: t },
    finished: { title: t, final: true },
    withdrawn: { title: t, final: true },
  },
  actions: [
    action('file', [], 'received', 'clerk'),
    action('correct', ['received', 'accepted'], 'received', 'clerk', {
      fields: ['area', 'use', 'tags', 'holder'],
      materials: true,
    }),
    action('accept', ['received'], 'accepted', 'reviewer'),
    action('return', ['accepted'], 'received', 'approver', { reason: 'required' }),
    action('finish', ['accepted'], 'finished', 'approver', { notAuthorOf: ['file'], effects: true }),
    action('withdraw', ['received', 'accepted'], 'withdrawn', 'clerk', { reason: 'required', whileDisputed: true }),
  ],
}

export function small(code: string, more: object): object {
  return {
    ...{ code, version: 1, engine: 1, title: t, group: 'land', summary: t, basis: [], level: 'county' },
    subjects: [thing('change')],
    parties: [],
    form: {
      schema: { type: 'object', additionalProperties: false, required: ['no'], properties: FIELDS },
      sections: [{ title: t, fields: Object.keys(FIELDS) }],
    },
    sealed: ['holder'],
    materials: [
      { id: 'paper', title: t, required: false, copies: 1, original: true },
      { id: 'map', title: t, required: false, copies: 1, original: true },
    ],
    ...{ rules: [], fees: [], auto: null, workflow: DONE, effects: [SET], merge: 'fields', deadlines: [] },
    ...{ claims: false, numbers: [], outputs: { slip: paper, certificate: paper, notices: {} }, examples: [] },
    ...more,
  }
}

export const withFields = (properties: object, required: string[]) => ({
  form: {
    schema: { type: 'object', additionalProperties: false, required, properties },
    sections: [{ title: t, fields: Object.keys(properties) }],
  },
  sealed: [],
})
export const DOC = { docNo: { type: 'string', maxLength: 20, 'x-title': t } }
const list = (...names: string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      { type: 'array', minItems: 1, maxItems: 4, items: { type: 'string', maxLength: 20 }, 'x-title': t },
    ]),
  )
export const SPLIT = withFields(list('parents', 'children'), ['parents', 'children'])

/** One-click, with numbers at both ends: what the executor does not grant goes to people. */
const QUICK = {
  start: 'received',
  states: {
    received: { title: t },
    handed: { title: t },
    finished: { title: t, final: true },
    withdrawn: { title: t, final: true },
  },
  actions: [
    action('file', [], 'received', 'clerk'),
    action('grant', ['received'], 'finished', 'approver', { notAuthorOf: ['file'], effects: true }),
    action('hand-over', ['received'], 'handed', 'approver', { reason: 'required' }),
    action('correct', ['received', 'handed'], 'handed', 'clerk', { fields: ['area', 'use', 'tags', 'holder'] }),
    action('look', ['received', 'handed'], 'handed', 'reviewer', { once: true }),
    action('finish', ['handed'], 'finished', 'approver', {
      notAuthorOf: ['file'],
      effects: true,
      guard: '!has(form.area) || form.area < 3',
    }),
    action('withdraw', ['received', 'handed'], 'withdrawn', 'clerk', { reason: 'required', whileDisputed: true }),
  ],
}
/** The series of its numbers, by the role that gives them. */
export const QUICK_SERIES = { clerk: 'quick-intake', approver: 'quick-paper' } as const
const numbering = (series: string, at: string, period: 'day' | 'year') => ({
  ...{ series, at, period, digits: 4 },
  text: '{county}{period}{n}',
})

/** As documents, by code; `edit` comes in a second version that does not merge. */
export const SMALL: Readonly<Record<string, object>> = {
  record: small('record', { subjects: [thing('create')], merge: 'none' }),
  edit: small('edit', {}),
  careful: small('careful', { disputes: { blocks: ['effects'], signers: 2 } }),
  free: small('free', { disputes: { blocks: [], signers: 1 } }),
  move: small('move', { claims: true, merge: 'none', workflow: WALK }),
  apply: small('apply', { workflow: WALK, disputes: { blocks: ['acts'], signers: 1 } }),
  hold: small('hold', { claims: true, workflow: WALK, disputes: { blocks: ['effects'], signers: 2 } }),
  quick: small('quick', {
    ...{ claims: true, workflow: QUICK },
    auto: { from: 'received', approve: 'grant', otherwise: 'hand-over', when: 'has(form.area) && form.area > 1' },
    numbers: [
      numbering(QUICK_SERIES.clerk, 'file', 'day'),
      numbering(QUICK_SERIES.approver, 'grant', 'year'),
      numbering(QUICK_SERIES.approver, 'finish', 'year'),
    ],
  }),
  seize: small('seize', {
    ...withFields({ no: FIELDS.no, ...DOC }, ['no', 'docNo']),
    effects: [{ op: 'burden', on: 'thing', kind: 'seizure', ref: from('docNo'), fields: { by: { from: 'case' } } }],
  }),
  lift: small('lift', {
    ...withFields({ no: FIELDS.no, ...DOC }, ['no', 'docNo']),
    effects: [{ op: 'release', on: 'thing', kind: 'seizure', ref: from('docNo') }],
  }),
  close: small('close', {
    ...withFields({ no: FIELDS.no }, ['no']),
    ...{ merge: 'none', claims: true, workflow: walkWithoutFields() },
    effects: [{ op: 'end', on: 'thing' }],
  }),
  split: small('split', {
    ...SPLIT,
    subjects: [thing('change', 'parents', 'parent'), thing('create', 'children', 'child')],
    effects: [
      { op: 'set', on: 'child', fields: { use: { value: 'split' } } },
      { op: 'descend', from: 'parent', to: 'child' },
      { op: 'set', on: 'parent', fields: { use: { value: 'divided' } } },
    ],
  }),
  join: small('join', {
    ...SPLIT,
    subjects: [thing('change', 'parents', 'parent'), thing('create', 'children', 'child')],
    ...{ claims: true, merge: 'none', workflow: walkWithoutFields() },
    effects: [
      { op: 'set', on: 'child', fields: { use: { value: 'joined' } } },
      { op: 'descend', from: 'parent', to: 'child' },
      { op: 'end', on: 'parent' },
    ],
  }),
}
/** The second version goes straight to the end, and asks two supervisors. */
export const APPLY_2 = small('apply', {
  version: 2,
  merge: 'none',
  disputes: { blocks: ['file', 'effects'], signers: 2 },
  workflow: {
    ...WALK,
    actions: WALK.actions.flatMap((one) => {
      if (one.name === 'finish') return [{ ...one, from: ['received', 'accepted'] }]
      return one.name === 'correct' ? [] : [one]
    }),
  },
})
export const EDIT_2 = small('edit', {
  version: 2,
  merge: 'none',
  disputes: { blocks: ['file', 'effects'], signers: 2 },
})

export function walkWithoutFields(): object {
  return { ...WALK, actions: WALK.actions.filter((one) => one.name !== 'correct') }
}

const SHIPPED = [
  ...['grassland-stock', 'grassland-transfer', 'realty-stock', 'realty-transfer', 'realty-seizure'],
  ...['realty-seizure-release', 'realty-mortgage', 'realty-mortgage-release', 'realty-division'],
]

/** What is published before a world begins. */
export const PUBLISHED: readonly object[] = [
  ...Object.values(SMALL),
  ...SERVICES.filter(({ code }) => SHIPPED.includes(code)),
]

export const DEFINITIONS: ReadonlyMap<string, ServiceDefinition> = new Map(
  PUBLISHED.map((one) => must(readDefinition(structuredClone(one)))).map((one) => [one.code, one]),
)

/** What a world is about: services, each as often as it is to be picked. The first puts on record what the others change. */
export const FLAVOURS: readonly (readonly string[])[] = [
  ['record', 'edit', 'edit', 'careful', 'move', 'move', 'seize', 'lift', 'split', 'close'],
  ['record', 'move', 'hold', 'apply', 'edit'],
  ['record', 'edit', 'free', 'careful', 'seize', 'lift', 'split'],
  ['record', 'move', 'close', 'join', 'split', 'edit'],
  [
    'realty-stock',
    'realty-transfer',
    'realty-transfer',
    'realty-seizure',
    'realty-seizure-release',
    'realty-mortgage',
    'realty-mortgage-release',
    'realty-division',
  ],
  ['grassland-stock', 'grassland-transfer', 'grassland-transfer'],
  ['record', 'quick', 'quick', 'quick', 'edit', 'seize'],
  ['record', 'careful', 'hold', 'apply', 'apply'],
]
