/** The command line: `verify PATH|URL [--trust PATH_OR_VKEY] [--gov EXPORT_FOLDER] [--json]`. */
export interface Options {
  readonly target: string
  readonly trust: string | null
  readonly gov: string | null
  readonly json: boolean
}

export const USAGE = `用法 / Usage: npm run verify -- PATH|URL [--trust PATH_OR_VKEY] [--gov EXPORT_FOLDER] [--json]

  PATH     账本导出文件夹、封存凭证（.tlog-proof）、收件回执、二维码文字、证据文件
           an export's folder, a receipt, a slip, the text of QR codes, or evidence
  URL      节点地址 / a node's address, http:// or https://
  --trust  可信的依据：账本公钥、含公钥的文件、site.json，或一份导出
           what you trust: a verifier key, a file with one, a site.json, or an export
  --gov    用来核对签名的账本导出（先行核对）/ an export to check signatures with; it is verified first
  --json   {ok, kind, pinned, checks, notes, summary}

退出码 / Exit code: 0 全部成立 everything holds · 1 有不符 something does not · 2 用法不对 usage
`

/** Null when the arguments make no sense. */
export function readOptions(args: readonly string[]): Options | null {
  let target: string | null = null
  let trust: string | null = null
  let gov: string | null = null
  let json = false
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (arg === '--json' && !json) json = true
    else if (arg === '--trust' && trust === null && args[i + 1] !== undefined) trust = args[++i] as string
    else if (arg === '--gov' && gov === null && args[i + 1] !== undefined) gov = args[++i] as string
    else if (!arg.startsWith('-') && arg !== '' && target === null) target = arg
    else return null
  }
  return target === null ? null : { target, trust, gov, json }
}
