import type { Failure } from '../../shared/base/result.ts'

export const TITLE = '县级登记台账'

/** Everything that this program has said was saved is in the journal, whatever happens to the window. */
export const SAFE = '已保存的办件都在，没有丢失。'

export const CRASHED = `页面多次异常退出。${SAFE}请关闭程序后重新打开；仍不行请联系运维人员。`
export const CHANGED = '程序文件与发布时不一致，请不要继续使用，联系运维人员重新安装。已有数据没有改动。'

/** What the person who started the program reads when its services do not open. */
export function explainStart({ code, detail }: Failure): string {
  switch (code) {
    case 'already-running':
      return '程序已经打开了，请切换到已打开的窗口。'
    case 'not-found':
      return `没有找到站点配置（${detail}）。请先用安装 U 盘完成配置。`
    case 'disk-full':
      return `磁盘已满，程序没有启动。请先清理出空间，再重新打开。${SAFE}`
    case 'disk-failed':
      return `磁盘读写失败（${detail}），程序没有启动。请联系运维人员检查磁盘。`
    default:
      return `程序没有启动：${code}${detail === '' ? '' : `（${detail}）`}。已有数据没有改动，请联系运维人员。`
  }
}
