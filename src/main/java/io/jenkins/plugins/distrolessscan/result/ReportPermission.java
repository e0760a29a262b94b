package io.jenkins.plugins.distrolessscan.result;

import hudson.Functions;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;

/**
 * Who may see a report. Unless an administrator restricts reports, everybody who may read the job; then those with
 * {@link #VIEW_REPORT}. Verdict and counts are for everybody who may read the job in any case.
 *
 * <p>The permission's id, which authorization strategies store, holds this class's name: it must never be renamed or moved.
 */
public final class ReportPermission {
    private static final PermissionGroup GROUP =
            new PermissionGroup(ReportPermission.class, Messages._ReportPermission_title());

    /** To see the report's page and files. Whoever may configure a job has it there. */
    public static final Permission VIEW_REPORT = new Permission(
            GROUP,
            "ViewReport",
            Messages._ReportPermission_description(),
            Item.CONFIGURE,
            false,
            new PermissionScope[] {PermissionScope.RUN});

    private ReportPermission() {}

    /** Says whether an administrator has restricted reports. The permission is there, and offered, only then. */
    public static void restrict(boolean restricted) {
        VIEW_REPORT.setEnabled(restricted);
    }

    static boolean maySee(Run<?, ?> run) {
        return !VIEW_REPORT.getEnabled()
                || run.hasPermission(VIEW_REPORT)
                || Functions.isArtifactsPermissionEnabled() && run.hasPermission(Run.ARTIFACTS);
    }

    /** @throws hudson.security.AccessDeniedException3 naming the permission */
    static void check(Run<?, ?> run) {
        if (!maySee(run)) {
            run.checkPermission(VIEW_REPORT);
        }
    }
}
