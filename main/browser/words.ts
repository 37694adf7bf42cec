import type { Failure } from '../../shared/base/result.ts'

/** What the person who started the program reads when it cannot open. */
export function explain({ code, detail }: Failure): string {
  switch (code) {
    case 'no-browser':
      return '这台电脑上没有找到 Chromium、Chrome 或 Edge 浏览器，窗口打不开。请先安装其中一种，再重新打开本程序。'
    case 'port-taken':
      return `本程序的固定端口已被${detail === '' ? '其他程序' : `“${detail}”`}占用，程序没有启动。请先关闭占用端口的程序，再重新打开；端口不能更换，否则已有数据会看不到。`
    case 'already-running':
      return '程序已经打开了，请切换到已打开的窗口。'
    case 'not-found':
      return `没有找到站点配置（${detail}）。请先用安装 U 盘完成配置。`
    case 'wrong-shape':
      return explainShape(detail)
    case 'disk-full':
      return '磁盘已满，程序没有启动。请先清理出空间，再重新打开；已保存的办件都在，没有丢失。'
    case 'disk-failed':
      return `磁盘读写失败（${detail}），程序没有启动。请联系运维人员检查磁盘。`
    default:
      return `程序没有启动：${code}${detail === '' ? '' : `（${detail}）`}。请联系运维人员。`
  }
}

function explainShape(detail: string): string {
  const stored = /^port: stored (\d+)$/.exec(detail)?.[1]
  if (stored !== undefined) {
    return `本机的端口已定为 ${stored}，不能更换，否则已有数据会看不到。请去掉 --port，或写成 --port ${stored}。`
  }
  return detail === 'port: none'
    ? '站点配置里没有端口。第一次启动请加 --port 端口（1024 到 65535），以后就固定用它。'
    : `配置或参数不对：${detail}`
}

export const BROWSER_FAILED =
  '浏览器没能打开窗口。Linux 上请不要用 root 账号运行，并确认当前有图形桌面；没有图形桌面时请加 --no-open 启动。'

export const USAGE = '用法：desktop --data 数据文件夹 [--port 端口] [--browser 浏览器路径] [--no-open] [--parent-exit]'
