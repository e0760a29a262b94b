package io.jenkins.plugins.distrolessscan.step;

import jenkins.util.JenkinsJVM;
import org.slf4j.LoggerFactory;

/**
 * Chooses slf4j's provider on an agent by name, before the first logger is made. Without a name slf4j asks the class path
 * for all of them, and the agent then fetches each jar of the controller that holds one: the whole web server among them.
 */
final class AgentLogging {
    private static final String PROVIDER = "slf4j.provider";

    private AgentLogging() {}

    /** Names the provider that the controller uses too. Leaves alone what was chosen before; the controller's JVM always. */
    static void choose() {
        if (JenkinsJVM.isJenkinsJVM() || System.getProperty(PROVIDER) != null) {
            return;
        }
        System.setProperty(PROVIDER, "org.slf4j.jul.JULServiceProvider");
        try {
            LoggerFactory.getILoggerFactory();
        } finally {
            // The choice is made; nobody else has to live with the property.
            System.clearProperty(PROVIDER);
        }
    }
}
