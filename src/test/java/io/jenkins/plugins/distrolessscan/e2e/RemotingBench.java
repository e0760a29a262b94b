package io.jenkins.plugins.distrolessscan.e2e;

import hudson.model.Result;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
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
 * What the first scan on a fresh agent costs in time and in bytes between controller and agent, beside later ones, beside
 * the first {@code sh} step on a fresh agent and beside {@code kubectl debug} in one; medians of the runs. Run by
 * bench/remoting, which says what is printed.
 */
@EnabledIfSystemProperty(named = "bench.remoting", matches = "true", disabledReason = "a measurement, not a test")
class RemotingBench {
    private static final int RUNS = Integer.getInteger("bench.runs", 5);
    private static final String FIRST = "scan, first on a fresh agent";
    private static final String SECOND = "scan, second on the same agent";
    private static final String SCAN =
            "distrolessScan cluster: 'prod', credentialsId: 'scanner-token', namespace: 'shop', pod: 'checkout'";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().withTimeout(0);

    @TempDir
    private Path folder;

    private final Map<String, List<Cost>> costs = new LinkedHashMap<>();
    private CountingRelay relay;

    @Test
    void measure() throws Throwable {
        List<AgentJar> jars = List.of();
        try (ShopNamespace shop = ShopNamespace.create()) {
            shop.configure(jenkins, Files.createDirectory(folder.resolve("secrets")), shop.token());
            jenkins.startJenkins();
            relay = new CountingRelay(jenkins.getUrl().getPort());
            for (int run = 1; run <= RUNS; run++) {
                shop.replace("checkout", "distroless:v1");
                Path work = folder.resolve("scans" + run + "/work");
                try (AgentProcess agent = agent("scans" + run, work)) {
                    Thread.sleep(10_000);
                    List<AgentJar> before = AgentJar.of(work);
                    row(FIRST, build("scans" + run, SCAN));
                    jars = new ArrayList<>(AgentJar.of(work));
                    jars.removeAll(before);
                    row(SECOND, build("scans" + run, SCAN));
                }
                try (AgentProcess agent = agent("scans" + run, work)) {
                    row("scan, first after the agent was restarted (its jars are cached)", build("scans" + run, SCAN));
                }
                try (AgentProcess agent = agent("shells" + run, folder.resolve("shells" + run + "/work"))) {
                    row("sh 'true', first on a fresh agent", build("shells" + run, "sh 'true'"));
                }
                if (run == 1) {
                    try (AgentProcess agent = agent("peer", folder.resolve("peer/work"))) {
                        row("sh 'kubectl debug', first on a fresh agent", build("peer", kubectlDebug()));
                        row("sh 'kubectl debug', second on the same agent", build("peer", kubectlDebug()));
                    }
                }
            }
        } finally {
            if (relay != null) {
                relay.close();
            }
        }
        System.out.println("| step | runs | time | to the agent | to the controller |");
        System.out.println("|---|---|---|---|---|");
        costs.forEach((step, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f s | %,d kB | %,d kB |%n",
                step,
                all.size(),
                median(step, Cost::millis) / 1000.0,
                median(step, Cost::toAgent) / 1000,
                median(step, Cost::toController) / 1000));
        System.out.println("| jar that the first scan brought | kB |");
        System.out.println("|---|---|");
        jars.forEach(
                jar -> System.out.printf(Locale.ROOT, "| %s | %,d |%n", jar.name(), Math.max(1, jar.bytes() / 1000)));
        System.out.printf(
                Locale.ROOT,
                "remoting first_s=%.1f first_mb=%.1f second_s=%.1f%n",
                median(FIRST, Cost::millis) / 1000.0,
                median(FIRST, Cost::toAgent) / 1e6,
                median(SECOND, Cost::millis) / 1000.0);
    }

    private AgentProcess agent(String name, Path work) throws Throwable {
        return AgentProcess.start(jenkins, relay.port(), name, work);
    }

    /** What one writes without the plugin: a debug container that prints two files of the target. */
    private static String kubectlDebug() {
        String images = System.getProperty("cluster.images", "fixture.test/");
        return "sh '" + System.getProperty("cluster.kubectl", "kubectl") + " --kubeconfig="
                + System.getProperty("cluster.kubeconfig")
                + " -n shop debug checkout -i -q --image=" + images + "debug:v1 --target=app --profile=general"
                + " -- cat /proc/1/root/etc/os-release /proc/1/root/etc/passwd'";
    }

    private void row(String step, Cost cost) {
        costs.computeIfAbsent(step, none -> new ArrayList<>()).add(cost);
    }

    private long median(String step, ToLongFunction<Cost> figure) {
        long[] sorted = costs.get(step).stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
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
}
