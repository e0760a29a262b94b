package io.jenkins.plugins.distrolessscan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Kubeconfig;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFilesTest {
    @TempDir
    Path temp;

    @Test
    void theFilesAreForTheirOwnerAloneAlsoInPlaceOfEarlierOnes() throws Exception {
        Path folder = temp.resolve("a/b");
        try (DemoCluster demo = DemoCluster.start()) {
            DemoFiles.write(demo, folder);
            Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
            DemoFiles files = DemoFiles.write(demo, folder);
            assertThat(rights(folder)).isEqualTo("rwx------");
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("kubeconfig", "server", "token", "ca.pem");
            for (String name : folder.toFile().list()) {
                assertThat(rights(folder.resolve(name))).as(name).isEqualTo("rw-------");
            }
            assertThat(Files.readString(folder.resolve("server")).strip()).isEqualTo(demo.server());
            assertThat(Files.readString(folder.resolve("token")).strip()).isEqualTo(demo.token());
            files.delete();
            assertThat(folder).isEmptyDirectory();
        }
    }

    private static String rights(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aDemoClusterStartedBesideAnotherProgramIsReachedByItsKubeconfigAndKeepsNoThreadFromEnding() throws Exception {
        DemoServe.main(temp.resolve("demo").toString(), "0", "PT1H");
        var connection = Kubeconfig.read(Files.readString(temp.resolve("demo/kubeconfig")), Optional.empty());
        assertThat(connection.namespace()).contains("shop");
        try (var cluster = new FabricCluster(connection, Timeouts.standard())) {
            assertThat(cluster.version()).isEqualTo("v1.34.0+distroless-scan-demo");
            assertThat(cluster.userName()).contains("system:serviceaccount:shop:scanner");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("HTTP-Dispatcher")
                        || thread.getName().startsWith("distroless-scan-demo"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @Test
    void aDemoClusterBesideAnotherProgramWantsAFolder() {
        assertThatThrownBy(DemoServe::main).isInstanceOf(IllegalArgumentException.class);
    }
}
