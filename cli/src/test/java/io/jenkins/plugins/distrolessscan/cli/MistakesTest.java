package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.demo.DemoFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is answered with one sentence that says what to do, and with the exit code of its kind. */
class MistakesTest {
    private static final String SECRET = "hush-hush-hush";

    @TempDir
    static Path dir;

    private static DemoCluster cluster;
    private static DemoFiles files;

    /**
     * @param code 2 wrong usage or configuration, 3 not possible
     * @param sentence a part of what is said
     * @param words what is typed; DIR, KUBECONFIG, SERVER, TOKEN, CA and IMAGE stand for those of the demo cluster
     */
    private record Mistake(int code, String sentence, String words) {
        Mistake inAFolder() {
            return new Mistake(code, sentence, words.replace("-o - ", ""));
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** With a right cluster, right pods and a right image: only what follows is wrong. */
    private static Mistake scan(int code, String sentence, String more) {
        return new Mistake(
                code, sentence, "scan -o - --kubeconfig KUBECONFIG -n shop --all-pods --image IMAGE " + more);
    }

    /** With a right cluster and a right image. */
    private static Mistake choice(int code, String sentence, String pods) {
        return new Mistake(code, sentence, "scan -o - --kubeconfig KUBECONFIG -n shop --image IMAGE " + pods);
    }

    /** With right pods and a right image. */
    private static Mistake reach(int code, String sentence, String connection) {
        return new Mistake(code, sentence, "scan -o - -n shop --all-pods --image IMAGE " + connection);
    }

    private static Mistake kubeconfig(String sentence, String file) {
        return reach(2, sentence, "--kubeconfig DIR/" + file);
    }

    private static Stream<Mistake> mistakes() {
        return Stream.of(
                // Words
                new Mistake(2, "There is no command of this name; there are scan, preflight,", "scam now"),
                new Mistake(2, "There is no command of this name; there are scan, preflight,", "help scam"),
                new Mistake(2, "Missing required option: '--image=IMAGE'", "scan -n shop --all-pods"),
                scan(2, "There is no option --treshold", "--treshold 80"),
                scan(2, "There is no option --token; did you mean --token-file", "--token " + SECRET),
                scan(2, "names nothing to scan; that is pod/NAME", SECRET),
                scan(2, "names nothing to scan; that is pod/NAME", "cronjob/" + SECRET),
                scan(2, "Missing required parameter for option '--output'", "--output"),
                scan(2, "should be specified only once", "-n shop"),
                // The cluster
                reach(2, "Say which cluster: --kubeconfig FILE, or --server URL", ""),
                reach(2, "Say which cluster: --kubeconfig FILE, or --server URL", "--server SERVER"),
                reach(2, "Give either --kubeconfig or --server", "--kubeconfig KUBECONFIG --server SERVER"),
                reach(2, "--context goes with --kubeconfig", "--server SERVER --token-file TOKEN --context prod"),
                reach(2, "has no context \"prod\"; it has: ", "--kubeconfig KUBECONFIG --context prod"),
                kubeconfig("The file of --kubeconfig cannot be read, there is none of this name", "nowhere"),
                kubeconfig("The file of --kubeconfig cannot be read, it is a folder", "."),
                kubeconfig("The kubeconfig is empty", "empty"),
                kubeconfig("holds no mapping at its top; is it a token?", "word"),
                kubeconfig("The kubeconfig is no YAML", "broken"),
                kubeconfig("has exec, which is not accepted: it runs a program; give a token instead", "exec"),
                kubeconfig("names a file of another machine; give its content inside the file", "files"),
                kubeconfig("is larger than 1 MiB", "large"),
                reach(2, "The file of --token-file cannot be read", "--server SERVER --token-file DIR/nowhere"),
                reach(2, "The token is empty or holds spaces", "--server SERVER --token-file DIR/empty"),
                reach(2, "The token is empty or holds spaces", "--server SERVER --token-file DIR/broken"),
                reach(
                        2,
                        "The file of --ca-file cannot be read",
                        "--server SERVER --token-file TOKEN --ca-file DIR/nowhere"),
                reach(
                        2,
                        "certificate authority holds no certificate; give PEM text",
                        "--server SERVER --token-file TOKEN --ca-file DIR/word"),
                reach(2, "must begin with https://", "--server http://a.example --token-file TOKEN"),
                reach(
                        2,
                        "must hold no user information",
                        "--server https://me:" + SECRET + "@a.example --token-file TOKEN"),
                reach(2, "a port is a number from 1 to 65535", "--server https://a.example:70000 --token-file TOKEN"),
                reach(
                        2,
                        "put the URL into a file",
                        "--kubeconfig KUBECONFIG --proxy http://me:" + SECRET + "@p.example:1"),
                reach(
                        2,
                        "either --proxy or --proxy-file",
                        "--kubeconfig KUBECONFIG --proxy http://p:1 --proxy-file TOKEN"),
                reach(2, "proxy", "--kubeconfig KUBECONFIG --proxy p.example"),
                reach(3, "Cannot ask the API server", "--server https://127.0.0.1:1 --token-file TOKEN --ca-file CA"),
                reach(
                        3,
                        "cannot be found; check",
                        "--server https://no-such-host.invalid --token-file TOKEN --ca-file CA"),
                reach(3, "certificate", "--server SERVER --token-file TOKEN"),
                reach(3, "token", "--server SERVER --token-file DIR/stranger --ca-file CA"),
                reach(3, "The token expired at", "--server SERVER --token-file DIR/expired --ca-file CA"),
                // The pods
                new Mistake(
                        2,
                        "Say which namespace",
                        "scan -o - --server SERVER --token-file TOKEN --all-pods --image IMAGE"),
                choice(2, "Say which pods, in one way", ""),
                choice(2, "Say which pods, in one way", "--all-pods pod/web-0"),
                choice(2, "Say which pods, in one way", "deployment/checkout -l app=checkout"),
                choice(2, "The label selector is empty", "-l EMPTY"),
                choice(2, "A pod has no name; is a variable empty?", "--pod EMPTY"),
                choice(2, "One workload is scanned at a time", "deployment/a deployment/b"),
                choice(2, "--container goes with pods by name", "--all-pods --container web"),
                choice(3, "There is no pod \"web-0\" in namespace \"shop\"; check the names", "pod/web-0"),
                choice(3, "No pod was found when asking for pods with app=none", "-l app=none"),
                choice(2, "the label selector cannot be read; give one such as app=shop", "-l a=b=c"),
                choice(3, "get deployments.apps \"checkout\". Apply this Role", "deployment/checkout"),
                new Mistake(
                        3, "Apply this Role", "scan -o - --kubeconfig KUBECONFIG -n other --all-pods --image IMAGE"),
                // The debug container
                new Mistake(2, "image", "scan -o - --kubeconfig KUBECONFIG -n shop --all-pods --image EMPTY"),
                new Mistake(2, "image", "scan -o - --kubeconfig KUBECONFIG -n shop --all-pods --image a@b@c"),
                new Mistake(
                        3,
                        "verdict: INCOMPLETE",
                        "scan -o - --kubeconfig KUBECONFIG -n shop -l app=checkout --image x.example/a:1"),
                scan(2, "whole number of MiB from 16", "--memory-margin 8"),
                scan(2, "--memory-margin wants a whole number", "--memory-margin 32Mi"),
                scan(2, "whole number of percent from 1 to 100", "--cpu-share 0"),
                scan(2, "whole number of percent from 1 to 100", "--cpu-share 101"),
                scan(2, "--cpu-share wants a whole number", "--cpu-share 12.5"),
                scan(2, "--max-targets is at least 1", "--max-targets 0"),
                scan(2, "--max-targets wants a whole number", "--max-targets many"),
                scan(2, "host-pid", "--allow host-pid"),
                scan(2, "UID:GID", "--run-as root"),
                scan(2, "profile", "--max-profile admin"),
                scan(2, "none, loaded, executables, all", "--verify some"),
                scan(2, "1 to 5 times", "--samples 6"),
                scan(2, "--samples wants a whole number", "--samples many"),
                scan(2, "--threshold is a percentage from 0 to 100", "--threshold 101"),
                scan(2, "--timeout is a number with s, m or h", "--timeout soon"),
                scan(2, "--timeout", "--timeout 0s"),
                // The result
                scan(2, "--format is one of table, json", "--format xml"),
                scan(2, "--severity is one of", "--severity BAD"),
                scan(2, "The folder of --output cannot be written", "--output DIR/word/report")
                        .inAFolder(),
                scan(2, "The folder of --output has no name", "--output EMPTY").inAFolder(),
                new Mistake(2, "The folder of --output cannot be written", "try --output DIR/word/report"),
                // The other commands
                new Mistake(2, "Missing required option: '--namespace=NAMESPACE'", "manifests"),
                new Mistake(2, "a name that Kubernetes does not allow", "manifests -n Shop"),
                new Mistake(2, "--workload is deployment/NAME", "manifests -n shop --workload cronjob/x"),
                new Mistake(2, "The policy pins the image by its digest", "manifests -n shop --image a.example/b:1"),
                new Mistake(2, "--port is a number from 0 to 65535", "demo --port 70000 --output DIR/demo2"),
                new Mistake(2, "Say which cluster", "leftovers -n shop"),
                new Mistake(
                        3, "Cannot ", "leftovers -n shop --server https://127.0.0.1:1 --token-file TOKEN --ca-file CA"),
                new Mistake(3, "pod \"web-0\"", "preflight --kubeconfig KUBECONFIG -n shop pod/web-0 --image IMAGE"));
    }

    @BeforeAll
    static void start() throws Exception {
        try (DemoCluster over = DemoCluster.start(0, Duration.ofSeconds(1))) {
            DemoFiles old = DemoFiles.write(over, dir.resolve("over"));
            Files.copy(old.kubeconfig().resolveSibling("token"), dir.resolve("expired"));
            old.delete();
        }
        cluster = DemoCluster.start();
        files = DemoFiles.write(cluster, dir.resolve("demo"));
        Files.writeString(dir.resolve("empty"), "");
        Files.writeString(dir.resolve("word"), "a.word");
        Files.writeString(dir.resolve("stranger"), SECRET);
        Files.writeString(dir.resolve("broken"), "a: [" + SECRET + "\nb: }");
        Files.writeString(dir.resolve("large"), "#".repeat(1024 * 1024 + 1));
        String config = "current-context: x\nclusters: [{name: c, cluster: {server: 'https://a.example'%s}}]\n"
                + "users: [{name: u, user: {%s}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n";
        Files.writeString(dir.resolve("exec"), config.formatted("", "exec: {command: " + SECRET + "}"));
        Files.writeString(
                dir.resolve("files"), config.formatted(", certificate-authority: /etc/ca.pem", "token: " + SECRET));
        Thread.sleep(1_100); // The token of the cluster above ends after a second.
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneSentenceThatSaysWhatToDo(Mistake mistake) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>();
        for (String word : mistake.words().strip().split(" +")) {
            words.add(
                    word.equals("EMPTY")
                            ? ""
                            : word.replace("DIR", dir.toString())
                                    .replace("KUBECONFIG", files.kubeconfig().toString())
                                    .replace("SERVER", cluster.server())
                                    .replace("TOKEN", dir.resolve("demo/token").toString())
                                    .replace("CA", dir.resolve("demo/ca.pem").toString())
                                    .replace("IMAGE", DemoCluster.IMAGE));
        }
        int code = Main.line(Main.commands())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(new String[0]));
        String said = err + out.toString();
        assertThat(said).contains(mistake.sentence()).doesNotContain(SECRET, "internal error", "    at ");
        assertThat(said.lines().filter(line -> line.startsWith("distroless-scan: ")))
                .as(said)
                .hasSize(mistake.sentence().startsWith("verdict") ? 0 : 1);
        assertThat(code).as(said).isEqualTo(mistake.code());
    }

    @Test
    void thereAreMoreThanFifty() {
        assertThat(mistakes().map(Mistake::words).distinct()).hasSizeGreaterThan(50);
    }
}
