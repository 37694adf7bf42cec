/** The command line: `verify PATH|URL [--trust PATH_OR_VKEY] [--gov EXPORT_FOLDER|URL] [--json]`. */
export interface Options {
  readonly target: string
  readonly trust: string | null
  readonly gov: string | null
  readonly json: boolean
}

export const USAGE = `用法 / Usage: npm run verify -- PATH|URL [--trust PATH_OR_VKEY] [--gov EXPORT_FOLDER|URL] [--json]

  PATH     账本导出文件夹、封存凭证（.tlog-proof）、收件回执、二维码文字、证据文件
           an export's folder, a receipt, a slip, the text of QR codes, or evidence
  URL      节点地址 / a node's address, http:// or https://
  --trust  可信的依据：账本公钥、含公钥的文件、site.json，或一份导出
           what you trust: a verifier key, a file with one, a site.json, or an export
  --gov    用来核对文书的账本导出或节点地址（先行核对）/ an export, or a node's address, to check papers with; it is verified first
           有账本导出，才能知道文书有没有被裁定收回、撤销
           only an export can tell whether a decision has called a paper back or undone it
  --json   {ok, kind, pinned, checks, notes, summary, effect, exit}

退出码 / Exit code
  0  全部成立 / everything holds
  1  有不符 / something does not hold
  2  用法不对 / wrong use
  3  文书是真的，但没有效力：被裁定收回、撤销、不予采用，或登记规则判定无效
     the paper is genuine and not in effect: called back, undone, refused or put aside by a decision, or void by the rules
  4  文书是真的，但有争议尚待裁定 / the paper is genuine and in dispute
  5  文书是真的，也有效，但几项已由裁定另行核定 / genuine and in effect; some items were decided otherwise
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
