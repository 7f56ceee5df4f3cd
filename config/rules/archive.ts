import { isAtLeast, readChart } from "../chart";
import { dailyWindow, overlap, weeklyWindow } from "../values/time-window";
import { archiveDatabaseRules } from "./archive-database";
import type { Draft, Violation } from "./violation";

export function archiveRules(draft: Draft): Violation[] {
  const { archive } = draft;
  const found: Violation[] = [];
  if (!archive) return found;
  if (archive.minCapacity > archive.maxCapacity) {
    found.push({
      path: ["archive", "minCapacity"],
      message: `is more than maxCapacity (${archive.maxCapacity})`,
    });
  }
  const backup = dailyWindow(archive.backupWindow);
  const maintenance = weeklyWindow(archive.maintenanceWindow);
  if (backup.minutes < 30)
    found.push({ path: ["archive", "backupWindow"], message: "must last at least 30 minutes" });
  if (maintenance.minutes < 30 || maintenance.minutes > 24 * 60) {
    found.push({ path: ["archive", "maintenanceWindow"], message: "must last 30 minutes to 24 hours" });
  }
  if (overlap(backup, maintenance)) {
    found.push({
      path: ["archive", "maintenanceWindow"],
      message: `overlaps backupWindow (${archive.backupWindow}); AWS refuses that`,
    });
  }
  found.push(...login(archive), ...archiveDatabaseRules(draft));
  return found;
}

function login({ enabled, login, database }: NonNullable<Draft["archive"]>): Violation[] {
  if (login !== "iam") return [];
  const found: Violation[] = [];
  const path = ["archive", "login"];
  if (enabled && database) {
    const message =
      "must be password while archive.database is set: Argo logs in with the user and password of its secretArn";
    return [{ path, message }];
  }
  const { appVersion } = readChart();
  if (!isAtLeast(appVersion, 4, 1))
    found.push({
      path,
      message: `needs Argo 4.1 or later; helm/argo-workflows/Chart.yaml pins ${appVersion}`,
    });
  return found;
}
