import type { VOID_REASONS } from '../../shared/contract/outcome.ts'
import type { Text } from '../../shared/contract/service/definition.ts'

export type PlainVoidReason = (typeof VOID_REASONS)[number]

/** `adopted` to `proposed`: what became of an entry through a decision on a dispute (X6). */
export const OUTCOME_TEXTS: Readonly<
  Record<'applied' | 'merged' | 'disputed' | 'adopted' | 'refused' | 'undone' | 'proposed', Text>
> = {
  applied: { zh: '已生效', en: 'In effect' },
  adopted: { zh: '有过争议，经裁定采用，已生效', en: 'Was disputed; a decision adopted it' },
  refused: {
    zh: '有过争议，经裁定不予采用，没有生效',
    en: 'Was disputed; a decision refused it, and it took no effect',
  },
  undone: { zh: '曾经生效，后经裁定撤销', en: 'Was in effect until a decision took it back' },
  proposed: { zh: '等第二位主管确认，还没有生效', en: 'Waits for a second supervisor, and has changed nothing yet' },
  merged: {
    zh: '已生效（与另一处的修改互不影响，两处都算数）',
    en: 'In effect, beside another change that it does not touch',
  },
  disputed: {
    zh: '有争议：另一窗口先改了同一内容，等待主管裁定；原有登记不变',
    en: 'Disputed: another office changed the same thing first. A supervisor decides; the register stays as it was',
  },
}

/** Why an entry stands in the ledger without effect. `rule` is for a ledger rule whose own sentence is not at hand. */
export const VOID_TEXTS: Readonly<Record<PlainVoidReason | 'rule', Text>> = {
  replay: { zh: '这条记录已经登记过一次', en: 'This entry is on the register already' },
  chain: { zh: '与本机其他记录的先后次序对不上', en: 'It does not follow the other entries of its device' },
  frozen: {
    zh: '签名密钥已冻结（曾对同一位置签过两条记录），请联系省级管理员',
    en: 'The key is frozen because it signed two entries for one position: call the registrar',
  },
  'unknown-key': { zh: '省级登记簿上没有这把签名密钥', en: 'The key is not registered' },
  revoked: { zh: '签名密钥已被吊销', en: 'The key has been revoked' },
  role: { zh: '签名人的岗位不能办理这一步', en: 'The role of the person does not allow this' },
  shape: { zh: '记录内容不完整或格式不对', en: 'The entry is incomplete or in the wrong form' },
  exists: { zh: '同一编号已经在登记簿上', en: 'That number is on the register already' },
  key: { zh: '密钥登记的内容不符合要求', en: 'The key is not fit to be registered' },
  'unknown-office': { zh: '登记簿上没有这个单位', en: 'There is no such office' },
  definition: { zh: '事项定义没有通过检查', en: 'The service definition did not pass its checks' },
  'not-understood': {
    zh: '本版本程序不认识这种记录；记录已保存，没有改变任何登记',
    en: 'This version does not know such an entry; it is kept and has changed nothing',
  },
  service: {
    zh: '省级登记簿上没有这一事项或这一版本',
    en: 'The service, or this version of it, is not on the register of the province',
  },
  case: { zh: '没有这个办件，或不属于本登记簿', en: 'There is no such case in this register' },
  subject: {
    zh: '登记簿上没有对应的登记，或类型不符',
    en: 'The register has no such subject, or it is of another kind',
  },
  field: { zh: '表单内容与事项定义不符', en: 'The fields do not fit the service definition' },
  state: { zh: '办件当时的环节不能办理这一步', en: 'The case was not at a step that allows this' },
  author: { zh: '经手过前面步骤的人不能再办这一步', en: 'Whoever took an earlier step may not take this one' },
  pending: { zh: '这项登记上还有另一件未办结', en: 'Another case on this subject is still open' },
  disputed: { zh: '办件或登记正在争议中，裁定之前不能继续', en: 'The case or its subject is in dispute' },
  ended: { zh: '这项登记已经注销，不能再变更', en: 'The subject has ended and takes no change' },
  guard: { zh: '这件业务现在不满足办理这一步的条件', en: 'The case does not meet the condition of this action' },
  once: { zh: '这一步只能办一次，已经办过', en: 'This may be done once in a case, and has been' },
  burden: {
    zh: '要解除的抵押、查封等不在这项登记上，或要记的已经记过，请核对文号',
    en: 'What was to be lifted does not lie on the subject, or what was to be laid lies there already: check its number',
  },
  number: {
    zh: '编号不在本机领取的号段内，或已经用过',
    en: 'The number is not of this computer’s blocks, or has been used',
  },
  base: { zh: '所依据的记录不在登记簿上', en: 'It was based on an entry that the record never had' },
  overruled: {
    zh: '它接在一项已被裁定不予采用（或已撤销）的办理之后',
    en: 'It builds upon something that a decision refused or took back',
  },
  stale: {
    zh: '裁定时没有看到最新的情况，请重新查看后再裁定',
    en: 'The decision was made without having seen all that is there',
  },
  dispute: {
    zh: '裁定所指的争议不存在、已经裁定，或其后又有办理',
    en: 'What it decides is not in dispute, or others have built upon it',
  },
  rule: { zh: '不符合本事项的登记规则', en: 'It breaks a rule of the service' },
}
