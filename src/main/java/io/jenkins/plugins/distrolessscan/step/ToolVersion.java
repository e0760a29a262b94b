package io.jenkins.plugins.distrolessscan.step;

import hudson.PluginWrapper;
import jenkins.model.Jenkins;

/** The installed plugin's version. */
final class ToolVersion {
    private ToolVersion() {}

    static String text() {
        PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(ToolVersion.class);
        return plugin == null ? "development" : plugin.getVersion();
    }
}
