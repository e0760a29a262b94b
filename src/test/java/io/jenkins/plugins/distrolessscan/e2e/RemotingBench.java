package io.jenkins.plugins.distrolessscan.e2e;

import hudson.model.Node;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * What the first scan on a fresh agent costs in time and in bytes between controller and agent, beside later ones and
 * beside {@code kubectl debug} in a {@code sh} step. Run by bench/remoting, which says what is printed.
 */
@EnabledIfSystemProperty(named = "bench.remoting", matches = "true", disabledReason = "a measurement, not a test")
class RemotingBench {
    private static final String SCAN =
            "distrolessScan cluster: 'prod', credentialsId: 'scanner-token', namespace: 'shop', pod: 'checkout'";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().withTimeout(0);

    @TempDir
    private Path folder;

    private final List<String> rows = new ArrayList<>();
    private CountingRelay relay;

    @Test
    void measure() throws Throwable {
        try (ShopNamespace shop = ShopNamespace.create()) {
            shop.configure(jenkins, Files.createDirectory(folder.resolve("secrets")), shop.token());
            jenkins.startJenkins();
            relay = new CountingRelay(jenkins.getUrl().getPort());
            Path first = folder.resolve("scans");
            Agent scans = agent("scans", first);
            row("scan, first on a fresh agent", build("scans", SCAN));
            row("scan, second on the same agent", build("scans", SCAN));
            row("scan, third on the same agent", build("scans", SCAN));
            scans.close();
            scans = agent("scans", first);
            row("scan, first after the agent was restarted (its jars are cached)", build("scans", SCAN));
            scans.close();
            Agent peer = agent("peer", folder.resolve("peer"));
            row("sh 'kubectl debug', first on a fresh agent", build("peer", kubectlDebug()));
            row("sh 'kubectl debug', second on the same agent", build("peer", kubectlDebug()));
            peer.close();
        } finally {
            if (relay != null) {
                relay.close();
            }
        }
        System.out.println("| step | time | to the agent | to the controller |");
        System.out.println("|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    /** What one writes without the plugin: a debug container that prints two files of the target. */
    private static String kubectlDebug() {
        String images = System.getProperty("cluster.images", "fixture.test/");
        return "sh '" + System.getProperty("cluster.kubectl", "kubectl") + " --kubeconfig="
                + System.getProperty("cluster.kubeconfig")
                + " -n shop debug checkout -i -q --image=" + images + "debug:v1 --target=app --profile=general"
                + " -- cat /proc/1/root/etc/os-release /proc/1/root/etc/passwd'";
    }

    private void row(String name, Cost cost) {
        rows.add(String.format(
                Locale.ROOT,
                "| %s | %.1f s | %,d kB | %,d kB |",
                name,
                cost.millis() / 1000.0,
                cost.toAgent() / 1000,
                cost.toController() / 1000));
    }

    private record Cost(long millis, long toAgent, long toController) {}

    private Cost build(String label, String body) throws Throwable {
        Thread.sleep(5_000);
        long toAgent = relay.toAgent();
        long toController = relay.toController();
        String script = "node('" + label + "') { " + body + " }";
        long millis = jenkins.runRemotely(RemotingBench::run, script);
        return new Cost(millis, relay.toAgent() - toAgent, relay.toController() - toController);
    }

    /** The milliseconds of a build that has to succeed. */
    private static Long run(JenkinsRule rule, String script) throws Exception {
        WorkflowJob job = rule.jenkins.getItemByFullName("bench", WorkflowJob.class);
        if (job == null) {
            job = rule.createProject(WorkflowJob.class, "bench");
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = job.scheduleBuild2(0).get();
        rule.assertBuildStatus(Result.SUCCESS, run);
        ScanAction action = run.getAction(ScanAction.class);
        if (script.contains("distrolessScan")
                && (action == null || !action.getVerdict().equals("PASSED"))) {
            throw new IllegalStateException("the scan did not pass: " + JenkinsRule.getLog(run));
        }
        return run.getDuration();
    }

    /** An agent that reaches its controller only through the relay. */
    private Agent agent(String name, Path work) throws Throwable {
        String secret = jenkins.runRemotely(RemotingBench::define, name, work.toString());
        Path jar = folder.resolve("agent.jar");
        if (!Files.exists(jar)) {
            try (InputStream in = jenkins.getUrl()
                    .toURI()
                    .resolve("jnlpJars/agent.jar")
                    .toURL()
                    .openStream()) {
                Files.copy(in, jar);
            }
        }
        String url = "http://127.0.0.1:" + relay.port() + jenkins.getUrl().getPath();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-jar",
                        jar.toString(),
                        "-url",
                        url,
                        "-name",
                        name,
                        "-secret",
                        secret,
                        "-workDir",
                        work.toString(),
                        "-webSocket")
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), name + ".log"))
                .start();
        jenkins.runRemotely(RemotingBench::awaitOnline, name);
        return new Agent(process);
    }

    private record Agent(Process process) implements AutoCloseable {
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
}
