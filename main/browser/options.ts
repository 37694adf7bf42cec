import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, ok, type Result } from '../../shared/base/result.ts'

export interface Options {
  readonly data: string
  readonly port: number | null
  /** Path of the browser to use instead of the system's. */
  readonly browser: string | null
  /** Whether to open a window; otherwise the start URL is printed. */
  readonly open: boolean
  /** Whether to end when the process that started this one does. */
  readonly parentExit: boolean
}

/** The command line without the program's own name. Code: wrong-shape */
export function readOptions(argv: string[]): Result<Options> {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        browser: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        'parent-exit': { type: 'boolean', default: false },
      },
    })
    if (values.data === undefined || values.data === '') return fail('wrong-shape', '--data')
    if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) return fail('wrong-shape', '--port')
    return ok({
      data: resolve(values.data),
      port: values.port === undefined ? null : Number(values.port),
      browser: values.browser === undefined ? null : resolve(values.browser),
      open: !values['no-open'],
      parentExit: values['parent-exit'],
    })
  } catch (error) {
    return fail('wrong-shape', error instanceof Error ? error.message : '')
  }
}
