package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real runtimes that serve a real application as the first process of their containers, under {@code restricted}: what of
 * them is loaded, beside what a person sees by hand; nothing is found while nobody touches them, and one thing for each that
 * somebody did. Two scans of all pods: before the changes and after them.
 */
class RuntimesTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.restricted("runtimes");

    private static final Path FOLDER = Path.of(System.getProperty("runtimes", "none"));
    private static final String CHANGED_FILE = "runtime-1.1";
    private static final String REPLACED_FILE = "runtime-1.2";
    private static final String REPLICA = "replica-differs";
    private static final String ADDON = "app/node_modules/@node-rs/crc32-linux-x64-gnu/crc32.linux-x64-gnu.node";
    private static final String EXTENSION = "app/packages/markupsafe/_speedups.cpython-311-x86_64-linux-gnu.so";

    private static final Map<String, ByHand> HANDS = new HashMap<>();
    private static Scan.Result untouched;
    private static Scan.Result touched;

    @BeforeAll
    static void scanTwice() throws InterruptedException {
        TestCluster.needsTheNode();
        List<Pod> pods = new ArrayList<>();
        for (String name : List.of("java-flat", "java-fat", "node", "python", "rust")) {
            if (Files.isRegularFile(FOLDER.resolve(name + ".tar.stamp"))) {
                pods.add(pod(name, "runtime-" + name + ":v1"));
            }
        }
        assumeTrue(!pods.isEmpty(), "needs the images of e2e/cluster/runtimes/build");
        List<String> runtimes = pods.stream().map(Pod::name).toList();
        pods.add(pod("go", "distroless:v1"));
        pods.add(pod("go-replica", "distroless:v1"));
        NAMESPACE.ready(pods.toArray(Pod[]::new));
        for (String name : runtimes) {
            awaitReady(name);
        }
        TestNamespace.Access access = NAMESPACE.scanner();
        pods.forEach(pod -> HANDS.put(pod.name(), ByHand.look(NAMESPACE, pod.name())));
        untouched = scan(access, "loaded");
        // A change counts from one second after the start of the process that has the file.
        Thread.sleep(Duration.ofSeconds(1).toMillis());
        change();
        touched = scan(access, "executables", "--samples", "3");
    }

    private static Pod pod(String name, String image) {
        return Pod.restricted(name, image).labelled("{suite: runtimes}");
    }

    private static void awaitReady(String pod) throws InterruptedException {
        for (int i = 0; i < 120 && !NAMESPACE.log(pod, "app").contains("ready"); i++) {
            Thread.sleep(500);
        }
        assertThat(NAMESPACE.log(pod, "app")).as("log of %s", pod).contains("ready");
    }

    private static Scan.Result scan(TestNamespace.Access access, String verify, String... more) {
        return Scan.of(access)
                .with("--verify", verify)
                .with(more)
                .with("-n", NAMESPACE.name(), "-l", "suite=runtimes", "--timeout", "5m", "--threshold", "0")
                .run();
    }

    /** Each kind of change once, by the node's administrator, whom no container sees. */
    private static void change() {
        inRoot("rust", root -> {
            Files.copy(root.resolve("app/shop"), root.resolve("app/dropped"));
            Files.setPosixFilePermissions(root.resolve("app/dropped"), PosixFilePermissions.fromString("rwxr-xr-x"));
        });
        inRoot("python", root -> run("cp", FOLDER.resolve("roots/python").resolve(EXTENSION), root.resolve(EXTENSION)));
        inRoot("node", root -> {
            Path copy = root.resolve("app/new.node");
            Files.copy(root.resolve(ADDON), copy);
            Files.move(copy, root.resolve(ADDON), StandardCopyOption.REPLACE_EXISTING);
        });
        inRoot("go-replica", root -> {
            Files.copy(root.resolve("app/hello"), root.resolve("tmp/tool"));
            Files.setPosixFilePermissions(root.resolve("tmp/tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
        });
    }

    private interface Change {
        void in(Path root) throws IOException;
    }

    private static void inRoot(String pod, Change change) {
        if (!HANDS.containsKey(pod)) {
            return;
        }
        String id =
                NAMESPACE.pod(pod).at("/status/containerStatuses/0/containerID").asText();
        try {
            change.in(Node.root(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String program, Path from, Path to) {
        Finished finished =
                Finished.of(new ProcessBuilder(program, from.toString(), to.toString()), "", Duration.ofSeconds(30));
        assertThat(finished.exit()).as("%s", finished.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java-flat:/bin/java",
                "java-fat:/bin/java",
                "node:/nodejs/bin/node",
                "python:/python3.11",
                "rust:/app/shop",
                "go:/app/hello"
            })
    void theFirstProcessIsTheRuntimeItself(String podAndEnd) {
        String pod = podAndEnd.split(":")[0];
        assertThat(byHand(pod).exe()).endsWith(podAndEnd.split(":")[1]);
        assertThat("/" + target(untouched, pod).at("/process/exe").asText())
                .isEqualTo(byHand(pod).exe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"java-flat", "java-fat", "node", "python", "rust"})
    void theLoadedDebianPackagesAreThoseThatAreSeenByHand(String pod) {
        Set<String> seen = byHand(pod).debianPackages(FOLDER.resolve("roots").resolve(pod));
        assertThat(seen).contains("libc6");
        assertThat(names(untouched, pod, "loaded", "deb")).isEqualTo(seen);
    }

    @Test
    void modulesOfPythonAndNodeAreLoadedByTheirNativeCode() {
        assertThat(names(untouched, "python", "loaded", "pypi").stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()))
                .isEqualTo(byHand("python").pythonPackages(FOLDER.resolve("roots/python"), "app/packages"))
                .isEqualTo(Set.of("markupsafe", "pyyaml"));
        assertThat(byHand("node").mapped()).contains("/" + ADDON);
        assertThat(names(untouched, "node", "loaded", "npm")).containsExactly("@node-rs/crc32-linux-x64-gnu");
        assertThat(names(untouched, "node", "loaded", "generic")).containsExactly("node");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java-flat", "java-fat"})
    void openArchivesAreThoseThatAreSeenByHand(String pod) {
        Set<String> seen = byHand(pod).open().stream()
                .filter(path -> path.endsWith(".jar"))
                .collect(Collectors.toSet());
        assertThat(seen).isNotEmpty();
        Set<String> opened = strings(target(untouched, pod).at("/loaded/opened"));
        Set<String> expected = items(untouched, pod)
                .filter(item -> item.path("type").asText().equals("maven"))
                .filter(item -> strings(item.path("locations")).stream().anyMatch(path -> seen.contains("/" + path)))
                .map(item -> item.path("purl").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(opened).isEqualTo(expected).anyMatch(purl -> purl.startsWith("pkg:maven/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust:cargo", "go:golang"})
    void whatIsLinkedIntoTheRunningProgramIsLoaded(String podAndType) {
        String pod = podAndType.split(":")[0];
        String type = podAndType.split(":")[1];
        byHand(pod);
        Set<String> all = items(untouched, pod)
                .filter(item -> item.path("type").asText().equals(type))
                .map(item -> item.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(all).hasSizeGreaterThan(1);
        assertThat(names(untouched, pod, "loaded", type)).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java-flat", "java-fat", "node", "python", "rust", "go", "go-replica"})
    void nothingIsFoundInAnUntouchedPod(String pod) {
        byHand(pod);
        assertThat(target(untouched, pod).path("outcome").asText()).isEqualTo("COLLECTED");
        assertThat(target(untouched, pod).at("/stream/state").asText()).isEqualTo("COMPLETE");
        assertThat(changes(untouched, pod)).isEmpty();
    }

    @Test
    void aFileThatWasDroppedIsOneFinding() {
        byHand("rust");
        assertThat(changes(touched, "rust")).containsExactly(CHANGED_FILE + " app/dropped");
    }

    @Test
    void aLibraryThatWasOverwrittenIsOneFinding() {
        byHand("python");
        assertThat(changes(touched, "python")).containsExactly(REPLACED_FILE + " " + EXTENSION);
    }

    @Test
    void aLibraryInWhosePlaceAnotherWasMovedIsOneFinding() {
        byHand("node");
        assertThat(changes(touched, "node")).containsExactly(REPLACED_FILE + " " + ADDON);
    }

    @Test
    void aReplicaThatDiffersIsOneFinding() {
        byHand("go-replica");
        Set<String> both = new TreeSet<>(changes(touched, "go"));
        both.addAll(changes(touched, "go-replica"));
        assertThat(both).singleElement().asString().startsWith(REPLICA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java-flat", "java-fat"})
    void nothingIsFoundInAPodThatNobodyTouchedMeanwhile(String pod) {
        byHand(pod);
        assertThat(changes(touched, pod)).isEmpty();
    }

    @Test
    void moreFilesAreComparedWhenMoreIsAsked() {
        byHand("python");
        assertThat(compared(untouched, "python")).isGreaterThan(5);
        assertThat(compared(touched, "python")).isGreaterThan(2 * compared(untouched, "python"));
    }

    /** Of how many files the digest was compared with that of their package. */
    private static int compared(Scan.Result result, String pod) {
        String subject = target(result, pod).path("subject").asText();
        String message = Json.each(result.report().path("controls"))
                .filter(control -> control.path("id").asText().equals("runtime-1.4"))
                .filter(control -> control.path("subject").asText().equals(subject))
                .map(control -> control.path("message").asText())
                .findFirst()
                .orElseThrow();
        Matcher share = Pattern.compile("([0-9]+) of [0-9]+ code files with an owner were compared")
                .matcher(message);
        assertThat(share.find()).as(message).isTrue();
        return Integer.parseInt(share.group(1));
    }

    @ParameterizedTest
    @EnumSource
    void readersOfOthersTakeEveryPackage(SbomReader reader) throws IOException {
        assumeTrue(reader.program().isPresent(), "needs " + reader);
        try (Stream<Path> documents = Files.list(untouched.output().resolve("sbom"))) {
            assertThat(documents.toList()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(reader::assertTakesAllOf);
        }
    }

    private static ByHand byHand(String pod) {
        assumeTrue(HANDS.containsKey(pod), "needs the image of " + pod);
        return HANDS.get(pod);
    }

    private static JsonNode target(Scan.Result result, String pod) {
        return Json.each(result.report().path("targets"))
                .filter(target -> target.at("/target/pod").asText().equals(pod))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pod + " is not in the report: " + result.text()));
    }

    private static Stream<JsonNode> items(Scan.Result result, String pod) {
        JsonNode report = result.report();
        String subject = target(result, pod).path("subject").asText();
        return Json.each(report.path("inventory"))
                .filter(item -> Json.each(item.path("subjects")).anyMatch(place -> subject.equals(id(report, place))));
    }

    /** The ID of a subject that is named by its place in the list, or by itself. */
    private static String id(JsonNode report, JsonNode place) {
        return place.isInt()
                ? report.path("subjects").path(place.asInt()).path("id").asText()
                : place.asText();
    }

    /** Names of the packages of a type that are in a state. */
    private static Set<String> names(Scan.Result result, String pod, String state, String type) {
        byHand(pod);
        Set<String> purls = strings(target(result, pod).at("/loaded/" + state));
        return items(result, pod)
                .filter(item -> item.path("type").asText().equals(type))
                .filter(item -> purls.contains(item.path("purl").asText()))
                .map(item -> item.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Findings about what was changed, each with its rule and place. */
    private static List<String> changes(Scan.Result result, String pod) {
        String subject = target(result, pod).path("subject").asText();
        return Json.each(result.report().path("findings"))
                .filter(finding -> finding.path("subject").asText().equals(subject))
                .filter(finding -> finding.path("rule").asText().startsWith("runtime-")
                        || finding.path("rule").asText().equals(REPLICA))
                .map(finding -> (finding.path("rule").asText() + " "
                                + finding.path("location").asText())
                        .strip())
                .toList();
    }

    private static Set<String> strings(JsonNode array) {
        return Json.each(array).map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
    }
}
