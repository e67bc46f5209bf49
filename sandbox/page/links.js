/* Following a link as the phone's owner: the bot's own deep links stay in the sandbox, all others open a window. */

import { sim } from "./api.js";
import { askChoice } from "./dialogs.js";
import { say } from "./words.js";

/** `{start}`, `{startgroup}` or `{}` for a link to the bot `username`; null for any other link. */
export function deepLink(href, username) {
  const url = new URL(href);
  const short = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.slice(1);
  const named = url.protocol === "tg:" ? url.searchParams.get("domain") : short;
  if (!named || named.toLowerCase() !== (username ?? "").toLowerCase()) return null;
  return { start: url.searchParams.get("start"), startgroup: url.searchParams.get("startgroup") };
}

/** Do on `pane` what tapping `href` does on a phone; `started` when the sandbox has already sent the bot its /start. */
export async function followLink(pane, href, started = false) {
  const link = deepLink(href, pane.page.store.bot.username);
  if (!link) {
    window.open(href, "_blank", "noopener,noreferrer");
    pane.toast(say("opened"));
  } else if (link.startgroup !== null) {
    await startInGroup(pane, link.startgroup);
  } else {
    const phone = pane.page.phoneOf(pane.person, pane);
    phone.choose({ person: pane.person, chat: pane.person });
    pane.page.goTo(phone);
    if (link.start !== null && !started) await phone.call(() => sim.start({ from: phone.person, payload: link.start }));
  }
}

async function startInGroup(pane, payload) {
  const groups = pane.page.store.groupsOf(pane.person);
  if (!groups.length) return pane.toast(say("no_group"));
  const chat = await askChoice(say("add_to_group"), groups.map(({ id, title }) => ({ id, label: title })));
  if (chat) await pane.call(() => sim.start({ from: pane.person, payload, chat }));
}
