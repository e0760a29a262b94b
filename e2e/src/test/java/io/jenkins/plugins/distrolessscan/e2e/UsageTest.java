package io.jenkins.plugins.distrolessscan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Wrong options and files: exit 2, a sentence, and no call to the cluster. */
class UsageTest {
    @RegisterExtension
    static final TestNamespace NAMESPACE = TestNamespace.open("usage");

    private static TestNamespace.Access access;

    @TempDir
    Path folder;

    @BeforeAll
    static void account() {
        access = NAMESPACE.scanner();
    }

    private static void refused(Scan scan, String... words) {
        int before = calls();
        scan.run().ended(2, words);
        assertThat(calls()).as("calls to the cluster").isEqualTo(before);
    }

    private static int calls() {
        return TestCluster.own() ? Node.calls(access.user()).size() : 0;
    }

    private static Scan scan() {
        return Scan.of(access).pod(NAMESPACE, "any");
    }

    private static Scan kubeconfig(String text) {
        return Scan.withKubeconfig(text, access.token()).pod(NAMESPACE, "any");
    }

    @Test
    void noOptionsAtAllExplainTheUsage() {
        Scan.bare().exactly().ended(2, "usage", "--pod");
    }

    @Test
    void anUnknownOptionIsNamed() {
        refused(scan().with("--no-such-option"), "--no-such-option");
    }

    @Test
    void twoSelectionsAreOneTooMany() {
        refused(scan().with("-l", "app=shop"), "--pod");
    }

    @Test
    void noSelectionIsOneTooFew() {
        refused(Scan.of(access).with("-n", NAMESPACE.name()), "--pod");
    }

    /** The API server would take it for every pod. */
    @Test
    void anEmptySelectorIsNotEveryPod() {
        refused(Scan.of(access).with("-n", NAMESPACE.name(), "-l", " "), "label selector is empty", "--all-pods");
    }

    @Test
    void noWayToTheClusterIsOneTooFew() {
        refused(Scan.bare().pod(NAMESPACE, "any"), "--kubeconfig FILE", "--server URL", "--token-file FILE");
    }

    @Test
    void twoWaysToTheClusterAreOneTooMany() {
        Path file = Scan.write(folder, "kubeconfig", access.kubeconfig());
        refused(scan().with("--kubeconfig", file.toString()), "--kubeconfig");
    }

    @Test
    void aServerWithoutTlsGetsNoToken() {
        refused(
                Scan.to("http://127.0.0.1:8080", TestCluster.ca(), access.token())
                        .pod(NAMESPACE, "any"),
                "https");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        refused(scan().with("--threshold", "many"), "--threshold");
        refused(scan().with("--threshold", "101"), "threshold");
        refused(scan().with("--timeout", "soon"), "--timeout");
        refused(scan().with("--run-as", "nonroot"), "UID:GID");
    }

    /** Also what would ask for something else than a pod; the last one only the server can tell. */
    @Test
    void namesThatKubernetesDoesNotKnowAreRefused() {
        Scan.of(access)
                .with("-n", NAMESPACE.name(), "--pod", "../secrets")
                .run()
                .ended(2, "pod", "name");
        Scan.of(access).with("-n", "a/b", "--pod", "any").run().ended(2, "namespace", "name");
        Scan.of(access).with("-n", NAMESPACE.name(), "-l", "a=b=c,,").run().ended(2, "label selector");
        assertThat(
                        TestCluster.own()
                                ? Node.calls(access.user())
                                : java.util.List.<com.fasterxml.jackson.databind.JsonNode>of())
                .noneMatch(call -> call.at("/objectRef/resource").asText().equals("secrets"));
    }

    @Test
    void aKubeconfigThatRunsAProgramIsRefused() {
        Path witness = folder.resolve("ran");
        String text = access.kubeconfig()
                .replaceFirst(
                        "user: \\{token: [^}]*}",
                        "user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: [\"" + witness
                                + "\"]}}");
        refused(kubeconfig(text), "exec");
        assertThat(witness).doesNotExist();
    }

    @Test
    void aKubeconfigThatDoesNotCheckTheServerIsRefused() {
        refused(
                kubeconfig(access.kubeconfig()
                        .replaceFirst("certificate-authority-data: [^}]*}", "insecure-skip-tls-verify: true}")),
                "insecure-skip-tls-verify");
    }

    @Test
    void aKubeconfigThatNamesFilesIsRefused() {
        refused(
                kubeconfig(access.kubeconfig().replaceFirst("user: \\{token: [^}]*}", "user: {tokenFile: /etc/hosts}")),
                "tokenFile");
    }

    @Test
    void aContextThatIsNotThereIsNamed() {
        refused(kubeconfig(access.kubeconfig()).with("--context", "production"), "production");
    }

    @Test
    void aKubeconfigThatIsNoneIsRefused() {
        refused(kubeconfig("just a line of text"), "kubeconfig");
        refused(Scan.bare().with("--kubeconfig", "no-such-file").pod(NAMESPACE, "any"), "no-such-file");
    }

    @Test
    void aTokenFileThatIsNotThereOrEmptyIsNamed() {
        Path ca = Scan.write(folder, "ca.pem", TestCluster.ca());
        Scan to = Scan.bare().with("--server", TestCluster.server(), "--ca-file", ca.toString());
        refused(to.with("--token-file", "no-such-token").pod(NAMESPACE, "any"), "none of this name: no-such-token");
        refused(to.with("--token-file", folder.toString()).pod(NAMESPACE, "any"), "it is a folder: " + folder);
        Path empty = Scan.write(folder, "empty-token", "");
        refused(to.with("--token-file", empty.toString()).pod(NAMESPACE, "any"), "token is empty");
    }

    @Test
    void anAuthorityThatIsNoCertificateIsRefused() {
        refused(Scan.to(TestCluster.server(), "no certificate", access.token()).pod(NAMESPACE, "any"), "certificate");
    }

    /** Before anything is attached, not after. */
    @Test
    void anOutputFolderThatCannotBeMadeIsFoundOutFirst() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refused(scan().with("--output", file.resolve("report").toString()), file.toString());
        assertThat(file).isEmptyFile();
    }
}
