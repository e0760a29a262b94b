package io.jenkins.plugins.distrolessscan.step;

import hudson.Extension;
import hudson.XmlFile;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.result.ReportPermission;

/** Shows the permission to see reports where an administrator has switched it on, from the start and after each change. */
@Extension
public final class RestrictedReports extends SaveableListener {
    /** Before jobs and authorization strategies are asked anything. */
    @Initializer(after = InitMilestone.SYSTEM_CONFIG_ADAPTED, before = InitMilestone.JOB_LOADED)
    public static void start() {
        ReportPermission.restrict(DistrolessScanGlobalConfiguration.get().isRestrictedReports());
    }

    @Override
    public void onChange(Saveable saved, XmlFile file) {
        if (saved instanceof DistrolessScanGlobalConfiguration settings) {
            ReportPermission.restrict(settings.isRestrictedReports());
        }
    }
}
