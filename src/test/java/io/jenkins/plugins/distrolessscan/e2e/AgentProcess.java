package io.jenkins.plugins.distrolessscan.e2e;

import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.SlaveComputer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** An inbound agent as a process of its own, in a folder of its own, that reaches its controller over WebSocket. */
final class AgentProcess implements AutoCloseable {
    private final Process process;

    private AgentProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts an agent and waits until it is online.
     *
     * @param port where it finds the controller on this machine, which may be a relay's port
     * @param work its folder; an empty one is that of a fresh agent
     */
    static AgentProcess start(RealJenkinsExtension jenkins, int port, String name, Path work) throws Throwable {
        String secret = jenkins.runRemotely(AgentProcess::define, name, work.toString());
        Files.createDirectories(work);
        Path jar = work.resolveSibling("agent.jar");
        if (!Files.exists(jar)) {
            try (InputStream in = jenkins.getUrl()
                    .toURI()
                    .resolve("jnlpJars/agent.jar")
                    .toURL()
                    .openStream()) {
                Files.copy(in, jar);
            }
        }
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-jar",
                        jar.toString(),
                        "-url",
                        "http://127.0.0.1:" + port + jenkins.getUrl().getPath(),
                        "-name",
                        name,
                        "-secret",
                        secret,
                        "-workDir",
                        work.toString(),
                        "-webSocket")
                .redirectErrorStream(true)
                .redirectOutput(work.resolveSibling(name + ".log").toFile())
                .start();
        AgentProcess agent = new AgentProcess(process);
        try {
            jenkins.runRemotely(AgentProcess::awaitOnline, name);
        } catch (Throwable e) {
            agent.close();
            throw e;
        }
        return agent;
    }

    private static String define(JenkinsRule rule, String name, String work) throws Exception {
        if (rule.jenkins.getNode(name) == null) {
            DumbSlave node = new DumbSlave(name, work, new JNLPLauncher());
            node.setMode(Node.Mode.EXCLUSIVE);
            node.setLabelString(name);
            rule.jenkins.addNode(node);
        }
        return ((SlaveComputer) rule.jenkins.getComputer(name)).getJnlpMac();
    }

    private static void awaitOnline(JenkinsRule rule, String name) throws Exception {
        long until = System.currentTimeMillis() + 300_000;
        while (!rule.jenkins.getComputer(name).isOnline()) {
            if (System.currentTimeMillis() > until) {
                throw new IllegalStateException("the agent does not come");
            }
            Thread.sleep(200);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
