/* The company's clock: how times read, and where its buttons move it. */

import { language } from "./words.js";

// The company of the sandbox keeps China time, which has no summer time: days are plain arithmetic.
const ZONE = "Asia/Shanghai";
const OFFSET_MS = 8 * 3600_000;
const DAY_MS = 86_400_000;
const MORNING_MS = (8 * 60 + 40) * 60_000;

function format(date, options) {
  return new Intl.DateTimeFormat(language().html, { timeZone: ZONE, hourCycle: "h23", ...options }).format(date);
}

/** 10:05 */
export function hourMinute(date) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(date);
}

/** 11月23日 周一, or Mon, 23 November */
export function dayLine(date) {
  if (language().code === "en") return format(date, { weekday: "short", day: "numeric", month: "long" });
  return `${format(date, { month: "long", day: "numeric" })} ${weekday(date)}`;
}

/** 周一 11月23日 10:05, or Mon, 23 Nov 10:05 */
export function nowLine(date) {
  if (language().code === "en") {
    return `${format(date, { weekday: "short", day: "numeric", month: "short" })} ${hourMinute(date)}`;
  }
  return `${weekday(date)} ${format(date, { month: "long", day: "numeric" })} ${hourMinute(date)}`;
}

function weekday(date) {
  return format(date, { weekday: "short" });
}

/** The number of the company's day that `date` falls on; equal numbers are the same day. */
export function dayNumber(date) {
  return Math.floor((date.getTime() + OFFSET_MS) / DAY_MS);
}

function morningOf(day) {
  return new Date(day * DAY_MS - OFFSET_MS + MORNING_MS);
}

/** 8:40 of the next day. */
export function tomorrowMorning(now) {
  return morningOf(dayNumber(now) + 1);
}

/** 8:40 of the next Monday to Friday. */
export function nextWorkdayMorning(now) {
  let day = dayNumber(now) + 1;
  // Day 0 was a Thursday, so (day + 4) % 7 is 0 on a Sunday and 6 on a Saturday.
  while ([0, 6].includes((day + 4) % 7)) day += 1;
  return morningOf(day);
}

/** The clock bar's buttons: the word and what to ask of the sandbox. */
export const MOVES = [
  { word: "plus_half_hour", body: () => ({ advance: "PT30M" }) },
  { word: "plus_two_hours", body: () => ({ advance: "PT2H" }) },
  { word: "plus_day", body: () => ({ advance: "PT24H" }) },
  { word: "tomorrow", body: (now) => ({ to: tomorrowMorning(now).toISOString() }) },
  { word: "next_workday", hint: "next_workday_hint", body: (now) => ({ to: nextWorkdayMorning(now).toISOString() }) },
];
