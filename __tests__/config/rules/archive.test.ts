import { complaints, edited, type Edits } from "../../fixtures/environment-file";

/** The problems of the complete file after some edits. */
const complaintsWith = (edits: Edits) => complaints(edited({ "archive.enabled": "true", ...edits }));

describe("archive", () => {
  it("accepts a minimum capacity up to the maximum capacity", () => {
    expect(complaintsWith({ "archive.minCapacity": "4", "archive.maxCapacity": "4" })).toEqual([]);
    expect(complaintsWith({ "archive.minCapacity": "4.5", "archive.maxCapacity": "4" })).toEqual([
      "archive.minCapacity: 4.5 is more than maxCapacity (4)",
    ]);
  });

  const windows = (backup: string, maintenance: string) =>
    complaintsWith({
      "archive.backupWindow": `"${backup}"`,
      "archive.maintenanceWindow": `"${maintenance}"`,
    });

  it("requires a backup window of at least 30 minutes", () => {
    expect(windows("01:00-01:30", "sun:04:30-sun:05:30")).toEqual([]);
    expect(windows("23:45-00:15", "sun:04:30-sun:05:30")).toEqual([]);
    for (const window of ["01:00-01:29", "23:45-00:14", "01:00-01:00"]) {
      expect(windows(window, "sun:04:30-sun:05:30")).toEqual([
        `archive.backupWindow: "${window}" must last at least 30 minutes`,
      ]);
    }
  });

  it("requires a maintenance window of 30 minutes to 24 hours", () => {
    expect(windows("03:00-04:00", "sun:04:30-sun:05:00")).toEqual([]);
    expect(windows("03:00-04:00", "sun:04:00-mon:03:00")).toEqual([]);
    expect(windows("03:00-04:00", "sun:04:30-sun:04:59")).toEqual([
      'archive.maintenanceWindow: "sun:04:30-sun:04:59" must last 30 minutes to 24 hours',
    ]);
    const day = 'archive.maintenanceWindow: "sun:04:00-mon:04:0';
    const overlaps = "overlaps backupWindow (03:00-04:00); AWS refuses that";
    expect(windows("03:00-04:00", "sun:04:00-mon:04:00")).toEqual([`${day}0" ${overlaps}`]);
    expect(windows("03:00-04:00", "sun:04:00-mon:04:01")).toEqual([
      `${day}1" must last 30 minutes to 24 hours`,
      `${day}1" ${overlaps}`,
    ]);
  });

  it("refuses a maintenance window that overlaps the backup window", () => {
    expect(windows("23:30-00:30", "sun:00:00-sun:01:00")).toEqual([
      'archive.maintenanceWindow: "sun:00:00-sun:01:00" overlaps backupWindow (23:30-00:30); AWS refuses that',
    ]);
  });

  it("refuses the login iam while there is no archive", () => {
    expect(complaintsWith({ "archive.enabled": "false", "archive.login": "iam" })).toEqual([
      'archive.login: "iam" has no effect while archive.enabled is false; remove it',
    ]);
  });
});
