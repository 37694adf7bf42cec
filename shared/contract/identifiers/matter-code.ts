import { bad, type Check, shaped, tidy } from './result.ts'
import { uscc } from './uscc.ts'

/** 事项实施编码 (GB/T 39554.1): unified code of the body 18, level 1, basic code 12. */
export const matterCode: Check = (text, today) => {
  const code = tidy(text)
  const shape = shaped(code, 31, /^[0-9A-Z]{18}[1-9][0-9A-Z]{12}$/)
  if (shape !== null) return bad(shape)
  const body = uscc(code.slice(0, 18), today)
  return body.ok ? { ...body, value: code } : body
}
