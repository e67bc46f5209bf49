/* The page's own words: 简体, 繁體, English. What the bot says comes from the bot. */

import { memory } from "./dom.js";

const WORDS = {
  title: ["沙盒：一家样板公司", "沙盒：一家樣板公司", "Sandbox: a sample company"],
  subtitle: ["几部手机、几个群，都在这一页", "幾部手機、幾個群，都在這一頁", "Several phones and groups on one page"],
  now: ["现在", "現在", "Now"],
  clock: ["时间", "時間", "Time"],
  clock_hint: ["往前拨公司里的时间，看催办和早报到来", "往前撥公司裡的時間，看催辦和早報到來", "Move the company's clock forward and watch reminders arrive"],
  plus_half_hour: ["+30分钟", "+30分鐘", "+30 min"],
  plus_two_hours: ["+2小时", "+2小時", "+2 h"],
  plus_day: ["+1天", "+1天", "+1 day"],
  tomorrow: ["明早8:40", "明早8:40", "Tomorrow 8:40"],
  next_workday: ["下一个工作日", "下一個工作日", "Next workday"],
  next_workday_hint: ["下一个周一到周五的 8:40，不看节假日", "下一個週一到週五的 8:40，不看節假日", "8:40 on the next Monday to Friday; holidays are not considered"],
  clock_moving: ["正在拨…", "正在撥…", "Moving…"],
  clock_failed: ["时间没拨动：%(why)s", "時間沒撥動：%(why)s", "The clock did not move: %(why)s"],
  language: ["页面语言", "頁面語言", "Page language"],
  help: ["第一次来？", "第一次來？", "First time here?"],
  help_hide: ["知道了，收起", "知道了，收起", "Got it, hide"],
  step_1: ["%(sales)s 报一单", "%(sales)s 報一單", "%(sales)s files an order"],
  step_1_text: ["在%(sales)s的手机里点〔报新单〕或发 /new，选“款到发货”，照着问的点，最后〔提交〕。", "在%(sales)s的手機裡點〔報新單〕或發 /new，選「款到發貨」，照著問的點，最後〔提交〕。", "On %(sales)s's phone press the new-order button or send /new, choose payment before shipment, answer, submit."],
  step_2: ["%(sales)s 传水单", "%(sales)s 傳水單", "%(sales)s sends the slip"],
  step_2_text: ["客户付了款：点〔传水单〕，用回形针里的“样张水单”发一张。水单什么都不放行。", "客戶付了款：點〔傳水單〕，用迴紋針裡的「樣張水單」發一張。水單什麼都不放行。", "The customer paid: press the slip button and send the sample slip from the paper clip. A slip opens nothing yet."],
  step_3: ["财务 %(finance)s 确认到账", "財務 %(finance)s 確認到帳", "%(finance)s in finance confirms"],
  step_3_text: ["在财务群里，用%(finance)s点〔到账〕。看仓库的卡自己变成“可以发”。", "在財務群裡，用%(finance)s點〔到帳〕。看倉庫的卡自己變成「可以發」。", "In the finance group, as %(finance)s, confirm the money. The warehouse's card turns by itself."],
  step_4: ["仓库发货", "倉庫發貨", "The warehouse ships"],
  step_4_text: ["仓储物流群报备齐、装车发出。没做完就把时间往前拨，看谁被催。", "倉儲物流群報備齊、裝車發出。沒做完就把時間往前撥，看誰被催。", "The warehouse group reports ready, then shipped. Or move the clock and see who is reminded."],
  step_5: ["几个群定一张单", "幾個群定一張單", "Groups decide one order"],
  step_5_text: ["演示开始时就有一张单在评审，技术已经同意。在财务群点〔同意〕，在生产采购群回复“同意”，看%(sales)s那张卡。", "演示開始時就有一張單在評審，技術已經同意。在財務群點〔同意〕，在生產採購群回覆「同意」，看%(sales)s那張卡。", "One order is under review from the start; engineering has agreed. Approve it in the finance group, reply OK in the production group, and watch %(sales)s's card."],
  step_go: ["去那里", "去那裡", "Go there"],
  reconnecting: ["连接断了，正在重连…", "連線斷了，正在重連…", "Connection lost, reconnecting…"],
  loading: ["正在连接沙盒…", "正在連接沙盒…", "Connecting to the sandbox…"],
  no_people: ["沙盒里还没有人。", "沙盒裡還沒有人。", "There is nobody in the sandbox yet."],
  whose_phone: ["这是谁的手机", "這是誰的手機", "Whose phone"],
  which_group: ["看哪个群", "看哪個群", "Which group"],
  speak_as: ["以谁的身份", "以誰的身份", "Speaking as"],
  as_person: ["我是", "我是", "I am"],
  new_person: ["＋ 加一个人…", "＋ 加一個人…", "＋ Add a person…"],
  new_person_ask: ["新同事叫什么？（邀请链接贴到新手机最下面）", "新同事叫什麼？（邀請連結貼到新手機最下面）", "The new colleague's name? (Paste an invite link at the foot of the new phone.)"],
  new_group: ["＋ 建一个群…", "＋ 建一個群…", "＋ Make a group…"],
  new_group_ask: ["群叫什么？把要进群的人勾上。", "群叫什麼？把要進群的人勾上。", "The group's name, and who is in it."],
  add_to_group: ["把机器人加进哪个群？", "把機器人加進哪個群？", "Add the bot to which group?"],
  no_group: ["这个人还不在任何群里。", "這個人還不在任何群裡。", "This person is in no group yet."],
  members: ["%(count)s 人", "%(count)s 人", "%(count)s people"],
  chats: ["会话", "會話", "Chats"],
  panes: ["换手机或群", "換手機或群", "Switch phone or group"],
  messages: ["%(chat)s 的消息", "%(chat)s 的訊息", "Messages in %(chat)s"],
  typing: ["正在输入…", "正在輸入…", "typing…"],
  start: ["开始", "開始", "Start"],
  invite: ["有邀请链接？贴在这里，按回车", "有邀請連結？貼在這裡，按 Enter", "Got an invite link? Paste it here, press Enter"],
  empty_chat: ["还没有消息", "還沒有訊息", "No messages yet"],
  write: ["写消息…", "寫訊息…", "Message…"],
  send: ["发送", "傳送", "Send"],
  attach: ["发图片或文件", "傳圖片或檔案", "Attach a photo or file"],
  attach_photo: ["图片", "圖片", "Photo"],
  attach_file: ["文件", "檔案", "File"],
  attach_slip: ["样张水单", "樣張水單", "Sample bank slip"],
  attached: ["要发的：%(name)s", "要傳的：%(name)s", "To send: %(name)s"],
  attached_more: ["共 %(count)s 个", "共 %(count)s 個", "%(count)s in all"],
  remove: ["去掉", "移除", "Remove"],
  commands: ["命令", "命令", "Commands"],
  keys: ["按钮键盘", "按鈕鍵盤", "Button keyboard"],
  reply: ["回复", "回覆", "Reply"],
  reply_to: ["回复 %(name)s", "回覆 %(name)s", "Reply to %(name)s"],
  cancel_reply: ["不回复了", "不回覆了", "Cancel the reply"],
  copy_text: ["复制文字", "複製文字", "Copy text"],
  copied: ["已复制", "已複製", "Copied"],
  copy_failed: ["没复制成，浏览器不许", "沒複製成，瀏覽器不許", "The browser refused to copy"],
  edited: ["已编辑", "已編輯", "edited"],
  silent: ["静音消息", "靜音訊息", "Sent without sound"],
  forwarded: ["转发自 %(name)s", "轉發自 %(name)s", "Forwarded from %(name)s"],
  via: ["通过 %(name)s", "透過 %(name)s", "via %(name)s"],
  photo: ["图片", "圖片", "Photo"],
  photo_alt: ["%(name)s 发的图片", "%(name)s 發的圖片", "Photo from %(name)s"],
  file: ["文件", "檔案", "File"],
  pinned: ["置顶消息", "置頂訊息", "Pinned message"],
  unread: ["%(count)s 条新消息", "%(count)s 則新訊息", "%(count)s new"],
  to_bottom: ["到最新一条", "到最新一則", "To the latest"],
  card_changed: ["上面的卡片变了", "上面的卡片變了", "A card above changed"],
  ok: ["好", "好", "OK"],
  cancel: ["取消", "取消", "Cancel"],
  close: ["关闭", "關閉", "Close"],
  inline_hint: ["找客户、产品：接着写名字、拼音、编号", "找客戶、產品：接著寫名字、拼音、編號", "Find customers and products: go on with a name or code"],
  inline_list: ["找到的客户和产品", "找到的客戶和產品", "Customers and products found"],
  inline_none: ["没找到，换个写法试试", "沒找到，換個寫法試試", "Nothing found, try other words"],
  no_answer: ["机器人还没回应", "機器人還沒回應", "The bot has not answered yet"],
  unsupported: ["沙盒里没有这种按钮", "沙盒裡沒有這種按鈕", "The sandbox does not simulate this button"],
  opened: ["已在新窗口打开", "已在新視窗打開", "Opened in a new window"],
  failed: ["没成：%(why)s", "沒成：%(why)s", "Failed: %(why)s"],
  offline: ["沙盒没有应答，它在运行吗？", "沙盒沒有回應，它在執行嗎？", "The sandbox does not answer. Is it running?"],
  today: ["今天", "今天", "Today"],
  slip_title: ["电子回单（样张）", "電子回單（樣張）", "Bank slip (sample)"],
  slip_amount: ["金额", "金額", "Amount"],
  slip_see_order: ["见订单", "見訂單", "as on the order"],
  slip_date: ["日期", "日期", "Date"],
  slip_payer: ["付款人", "付款人", "Payer"],
  slip_customer: ["客户", "客戶", "Customer"],
  slip_file: ["水单样张.png", "水單樣張.png", "bank-slip-sample.png"],
  service_joined: ["%(who)s 进群", "%(who)s 進群", "%(who)s joined the group"],
  service_added: ["%(who)s 把 %(what)s 拉进群", "%(who)s 把 %(what)s 拉進群", "%(who)s added %(what)s"],
  service_left: ["%(who)s 退群", "%(who)s 退群", "%(who)s left the group"],
  service_removed: ["%(who)s 把 %(what)s 移出群", "%(who)s 把 %(what)s 移出群", "%(who)s removed %(what)s"],
  service_renamed: ["%(who)s 把群名改为 %(what)s", "%(who)s 把群名改為 %(what)s", "%(who)s renamed the group to %(what)s"],
  service_pinned: ["%(who)s 置顶了一条消息", "%(who)s 置頂了一則訊息", "%(who)s pinned a message"],
  service_upgraded: ["群升级为超级群", "群升級為超級群", "The group became a supergroup"],
  widen: ["放到大格", "放到大格", "Show large"],
};

export const LANGUAGES = [
  { code: "zh-Hans", label: "简", html: "zh-Hans" },
  { code: "zh-Hant", label: "繁", html: "zh-Hant" },
  { code: "en", label: "EN", html: "en" },
];

let column = Math.max(0, LANGUAGES.findIndex((language) => language.code === memory.get("language", "zh-Hans")));

export function language() {
  return LANGUAGES[column];
}

export function chooseLanguage(code) {
  column = LANGUAGES.findIndex((language) => language.code === code);
  memory.set("language", code);
}

/** The page's word for `key` in the chosen language, with its %(name)s places filled. */
export function say(key, values = {}) {
  const text = WORDS[key][column];
  return text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}

/** What went wrong, for a person: the sandbox's own words, or that it does not answer. */
export function sayError(error) {
  return error.status ? say("failed", { why: error.message }) : say("offline");
}
