/**
 * The smallest service that makes sense, to begin a new one from: one thing is put on record, by two people. Its words are there to be written over.
 */
export const SKELETON = {
  code: 'new-service',
  version: 1,
  engine: 1,
  title: { zh: '新事项', en: 'New service' },
  group: 'permits',
  summary: { zh: '谁在什么情况下来办，办成以后得到什么。', en: 'Who asks for what, and what they get.' },
  basis: [],
  level: 'county',
  subjects: [
    {
      name: 'thing',
      title: { zh: '登记对象', en: 'Thing on record' },
      type: 'thing',
      mode: 'create',
      id: '^[0-9]{6}/thing/[A-Z0-9-]{1,40}$',
      key: 'thingNo',
    },
  ],
  parties: [{ role: { zh: '申请人', en: 'Applicant' }, name: 'applicantName', id: 'applicantId' }],
  form: {
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['thingNo', 'applicantName', 'applicantId'],
      properties: {
        thingNo: {
          type: 'string',
          maxLength: 40,
          pattern: '^[A-Z0-9-]{1,40}$',
          'x-title': { zh: '编号', en: 'Number' },
        },
        applicantName: {
          type: 'string',
          maxLength: 60,
          'x-title': { zh: '申请人姓名', en: 'Applicant' },
          'x-identifier': 'name',
        },
        applicantId: {
          type: 'string',
          maxLength: 18,
          'x-title': { zh: '公民身份号码', en: 'Identity number' },
          'x-identifier': 'cn-id',
        },
      },
    },
    sections: [{ title: { zh: '申请', en: 'Application' }, fields: ['thingNo', 'applicantName', 'applicantId'] }],
  },
  sealed: ['applicantName', 'applicantId'],
  materials: [
    { id: 'identity', title: { zh: '申请人身份证', en: 'Identity card' }, required: true, copies: 1, original: true },
  ],
  rules: [],
  fees: [],
  auto: null,
  workflow: {
    start: 'received',
    states: {
      received: { title: { zh: '已收件', en: 'Received' } },
      finished: { title: { zh: '已办结', en: 'Finished' }, final: true, tone: 'good' },
      refused: { title: { zh: '不予办理', en: 'Refused' }, final: true, tone: 'bad' },
    },
    actions: [
      {
        name: 'file',
        title: { zh: '收件', en: 'Receive' },
        from: [],
        to: 'received',
        roles: ['clerk'],
        notAuthorOf: [],
      },
      {
        name: 'finish',
        title: { zh: '准予并办结', en: 'Approve and finish' },
        from: ['received'],
        to: 'finished',
        roles: ['approver'],
        notAuthorOf: ['file'],
        effects: true,
      },
      {
        name: 'refuse',
        title: { zh: '不予办理', en: 'Refuse' },
        from: ['received'],
        to: 'refused',
        roles: ['approver'],
        notAuthorOf: ['file'],
        reason: 'required',
      },
    ],
  },
  effects: [
    {
      op: 'set',
      on: 'thing',
      fields: { thingNo: { from: 'field', name: 'thingNo' } },
      sealed: { holderName: 'applicantName', holderId: 'applicantId' },
    },
  ],
  merge: 'none',
  deadlines: [
    {
      id: 'finish',
      title: { zh: '办结', en: 'Decision' },
      legal: 20,
      promised: 10,
      runs: ['received'],
      pauses: [],
      resume: 'continue',
    },
  ],
  claims: false,
  numbers: [],
  outputs: {
    slip: {
      title: { zh: '收件回执', en: 'Filing slip' },
      standing: { zh: '尚未登记：本回执只说明窗口已收下申请。', en: 'Not yet registered: the application was taken.' },
      rows: [
        { label: { zh: '收件号', en: 'Filing number' }, from: 'case.number' },
        { label: { zh: '申请人', en: 'Applicant' }, from: 'field.applicantName' },
      ],
      notes: [],
    },
    certificate: {
      title: { zh: '登记证明', en: 'Certificate' },
      standing: { zh: '已登记：以下内容已记入登记簿。', en: 'Registered: what follows is on the register.' },
      rows: [
        { label: { zh: '收件号', en: 'Filing number' }, from: 'case.number' },
        { label: { zh: '编号', en: 'Number' }, from: 'field.thingNo' },
        { label: { zh: '申请人', en: 'Applicant' }, from: 'field.applicantName' },
      ],
      notes: [],
    },
    notices: {},
  },
  examples: [
    {
      title: { zh: '可以受理', en: 'May be filed' },
      today: '2026-11-20',
      county: '632723',
      values: { thingNo: 'A-1', applicantName: '才仁卓玛', applicantId: '11010519491231002X' },
      materials: ['identity'],
      expect: { problems: [] },
    },
  ],
} as const
