import { pad } from '../../../scripts/demo/person.ts'
import type { DemoContract } from '../../../scripts/demo/seed.ts'
import { cnIdCheckDigit } from '../../../shared/contract/identifiers/index.ts'
import { orgCodeCheckDigit } from '../../../shared/contract/identifiers/org-code.ts'
import { usccCheckDigit } from '../../../shared/contract/identifiers/uscc.ts'
import { townsOf } from '../../../shared/contract/regions/index.ts'
import type { FieldValues } from '../../../shared/contract/service/values.ts'
import { day, type Filing, textOf, typical, type World, yearOf } from './filing.ts'
import type { Look } from './look.ts'

/** Shops, archives, permits and livelihood. */

const SHOP = `individual-business/${textOf(typical('individual-setup'), 'fileNo')}`

interface Item {
  readonly archiveNo: string
  readonly title: string
  readonly quantity: number
}
const ITEMS = typical('archive-transfer')['items'] as unknown as readonly Item[]

/** 92: registered by market supervision, an individual; then the county, made-up characters and the two check characters. */
function businessCode(county: string): string {
  const organisation = `MA75X2K3`
  const body = `92${county}${organisation}${orgCodeCheckDigit(organisation)}`
  return body + usccCheckDigit(body)
}

/** Somebody born on 4 February of a year. */
function bornIn(year: number, county: string): string {
  const digits = `${county}${year}0204004`
  return digits + cnIdCheckDigit(digits)
}

/** The household that a contract of the demo belongs to, with its pasture half banned and half in balance. */
function subsidy({ contracts, today }: World): FieldValues {
  const { fields, sealed } = contracts[0] as DemoContract
  const village = textOf(fields, 'village')
  const area = Number(fields['area'])
  const [banArea, balanceArea] = [Math.floor(area / 2), Math.floor(area / 4)]
  const example = typical('pasture-subsidy')
  // 元 per 亩, in fen; 1 亩 is 2000/3 m².
  const amount = (squareMetres: number, rate: number) => Math.round((squareMetres * rate * 3) / 2000)
  const [banRate, balanceRate] = [Number(example['banRate']), Number(example['balanceRate'])]
  const [banAmount, balanceAmount] = [amount(banArea, banRate), amount(balanceArea, balanceRate)]
  const head = { headName: textOf(sealed, 'holderName'), headId: textOf(sealed, 'holderId') }
  const others = (example['members'] as readonly { relation: string }[]).filter(({ relation }) => relation !== 'head')
  return {
    ...example,
    ...head,
    year: yearOf(today),
    claimNo: `${yearOf(today)}-${village}-${pad(12, 4)}`,
    town: village.slice(0, 9),
    village,
    members: [{ name: head.headName, idNumber: head.headId, relation: 'head' }, ...others],
    parcels: [{ contractNo: textOf(fields, 'contractNo'), banArea, balanceArea }],
    banAmount,
    balanceAmount,
    total: banAmount + balanceAmount,
    accountName: head.headName,
  }
}

function gathering({ contracts, today }: World): FieldValues {
  const { fields } = contracts[1] as DemoContract
  const village = textOf(fields, 'village')
  const year = yearOf(today, 1)
  return {
    ...typical('caterpillar-fungus-permit'),
    year,
    rosterNo: `${year}-${village}-0012`,
    homeVillage: village,
    town: village.slice(0, 9),
    village,
    contractNo: textOf(fields, 'contractNo'),
    from: `${year}-05-15`,
    until: `${year}-06-30`,
  }
}

/** One household in a village's list. */
function insurance(household: string): Filing {
  const example = typical('medical-insurance')
  const number = (year: string) => `${year}-${textOf(example, 'village')}-${household}`
  return {
    service: 'medical-insurance',
    values: ({ today }) => {
      const year = yearOf(today, 1)
      return { ...example, year, enrolNo: number(year), lastNo: number(yearOf(today)) }
    },
    looks: ({ today }) => [
      { subject: `medical-enrolment/${number(yearOf(today, 1))}`, at: 'people', shows: ['扎西多杰', '丹增'] },
    ],
  }
}

/** One child who turns seven next year. */
function schooling(child: string): Filing {
  const example = typical('school-enrolment')
  const number = (year: string) => `${year}-${textOf(example, 'village')}-${child}`
  return {
    service: 'school-enrolment',
    values: ({ today, county }) => {
      const year = yearOf(today, 1)
      return { ...example, year, enrolNo: number(year), childId: bornIn(Number(year) - 7, county) }
    },
    later: ({ today }) => ({ deliver: { receiver: '扎西多杰', receivedOn: today } }),
    looks: ({ today }) => [
      { subject: `school-enrolment/${number(yearOf(today, 1))}`, at: 'people', shows: [textOf(example, 'childName')] },
    ],
  }
}

export const OTHER: readonly Filing[] = [
  {
    service: 'individual-setup',
    values: ({ county }) => ({ ...typical('individual-setup'), town: townsOf(county)[0]?.code ?? '' }),
    later: ({ county, today }) => ({
      finish: { uscc: businessCode(county), issuedOn: today },
      deliver: { deliveryMode: 'counter', recipient: '扎西卓玛' },
    }),
    looks: ({ number }) => [
      { subject: SHOP, at: 'people', shows: ['扎西卓玛'] },
      { subject: SHOP, at: 'stands', shows: [number('individual-setup'), '食用农产品零售；工艺美术品及收藏品零售'] },
    ],
  },
  {
    service: 'individual-change',
    after: ['individual-setup'],
    values: ({ county, today }) => ({
      ...typical('individual-change'),
      uscc: businessCode(county),
      decidedOn: day(today, -2),
      oldScope: textOf(typical('individual-setup'), 'scope'),
      newScope: '食用农产品零售；日用百货销售',
    }),
    later: () => ({ deliver: { deliveryMode: 'electronic', recipient: '扎西卓玛' } }),
    looks: () => [{ subject: SHOP, at: 'stands', shows: ['食用农产品零售；日用百货销售'] }],
  },
  {
    service: 'individual-cancel',
    after: ['individual-change'],
    values: ({ county, today }) => ({
      ...typical('individual-cancel'),
      uscc: businessCode(county),
      decidedOn: day(today, -2),
    }),
    later: ({ today }) => ({
      suspend: { pushedOn: day(today, -1) },
      resume: { repliedOn: today, reply: 'consent' },
      finish: { cancelledOn: today },
      deliver: { deliveryMode: 'counter', recipient: '扎西卓玛' },
    }),
    looks: ({ number }) => [
      { subject: SHOP, at: 'head', shows: ['注销'] },
      { subject: SHOP, at: 'stands', shows: [number('individual-cancel')] },
    ],
  },
  {
    service: 'archive-transfer',
    values: () => typical('archive-transfer'),
    later: ({ today }) => ({
      review: {
        receivedCount: ITEMS.reduce((sum, { quantity }) => sum + quantity, 0),
        condition: '卷盒完好，编号与目录一致',
        fourChecks: 'passed',
      },
      finish: { receivedOn: today, opinion: '同意接收进馆' },
      deliver: { deliveryMode: 'counter', recipient: '才仁拉毛' },
    }),
    looks: ({ number }) =>
      ITEMS.map(({ archiveNo, title }): Look => {
        return { subject: `archive-item/${archiveNo}`, at: 'stands', shows: [title, number('archive-transfer')] }
      }),
  },
  {
    service: 'archive-reading',
    after: ['archive-transfer'],
    values: () => ({
      ...typical('archive-reading'),
      items: [{ archiveNo: ITEMS[0]?.archiveNo ?? '', pageNote: '第3至4页' }],
    }),
    later: ({ today }) => ({
      finish: { granted: '准予查阅、复制第3至4页' },
      deliver: { usedOn: today, copied: 2, returned: true, result: '已复制两页，用于办理退休手续' },
    }),
    looks: () => [
      {
        subject: `archive-reading/${textOf(typical('archive-reading'), 'registerNo')}`,
        at: 'stands',
        shows: ['准予查阅、复制第3至4页'],
      },
    ],
  },
  {
    service: 'caterpillar-fungus-permit',
    values: gathering,
    later: ({ today }) => ({
      finish: { approvalNo: '青林草护〔2026〕31号', stateNo: 'QH-CD-000123' },
      deliver: { receiver: '扎西多杰', receivedOn: today },
    }),
    looks: (world) => [
      {
        subject: `gathering-permit/${textOf(gathering(world), 'rosterNo')}`,
        at: 'stands',
        shows: [world.number('caterpillar-fungus-permit')],
      },
    ],
  },
  {
    service: 'pasture-subsidy',
    values: subsidy,
    later: ({ today }) => ({
      review: { checkedOn: today, checkResult: 'kept', checkNote: '实地核查，围栏完好' },
      publicise: { postedFrom: day(today, -8), postedUntil: day(today, -1), postedAt: '村委会公示栏' },
      pay: { paidOn: today, batchNo: '2026年第三批' },
    }),
    looks: (world) => [
      {
        subject: `pasture-subsidy/${textOf(subsidy(world), 'claimNo')}`,
        at: 'stands',
        shows: [textOf((world.contracts[0] as DemoContract).fields, 'contractNo')],
      },
    ],
  },
  insurance('0012'),
  schooling('0007'),
]

/** Once more what the executor decides, for households of its own. */
export const ONE_CLICK: readonly Filing[] = [insurance('0013'), schooling('0008')]
