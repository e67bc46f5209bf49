/* A picture of a bank slip, so that nobody needs one at hand to try what a slip does. */

import { dayLine, hourMinute } from "./clock.js";
import { say } from "./words.js";

const WIDTH = 640;
const HEIGHT = 400;
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';

/**
 * A PNG File. `amount` is what the person typed; without a figure in it the slip says to look at the order.
 * Drawn and packed at once: `toBlob` waits until the browser is idle, and whoever pressed waits with it.
 */
export function sampleSlip({ amount, now }) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d");
  paper(pen);
  const figure = amount.match(/\d[\d,]*(?:\.\d+)?/)?.[0];
  const when = now ? `${dayLine(now)} ${hourMinute(now)}` : "—";
  line(pen, 0, say("slip_payer"), say("slip_customer"));
  line(pen, 1, say("slip_amount"), figure ? `¥${figure}` : say("slip_see_order"), true);
  line(pen, 2, say("slip_date"), when);
  const base64 = canvas.toDataURL("image/png").split(",")[1];
  return new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], say("slip_file"), { type: "image/png" });
}

function paper(pen) {
  pen.fillStyle = "#fffdf6";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.strokeStyle = "#c8332e";
  pen.lineWidth = 3;
  pen.strokeRect(18, 18, WIDTH - 36, HEIGHT - 36);
  pen.fillStyle = "#c8332e";
  pen.font = `bold 32px ${FONT}`;
  pen.textAlign = "center";
  pen.fillText(say("slip_title"), WIDTH / 2, 84);
  pen.textAlign = "left";
}

function line(pen, index, name, value, strong = false) {
  const y = 168 + index * 78;
  pen.fillStyle = "#8a8378";
  pen.font = `22px ${FONT}`;
  pen.fillText(name, 60, y);
  pen.fillStyle = "#25211b";
  pen.font = `${strong ? "bold 34px" : "26px"} ${FONT}`;
  pen.fillText(value, 200, y);
  pen.fillStyle = "#e7e0d2";
  pen.fillRect(60, y + 22, WIDTH - 120, 1);
}
