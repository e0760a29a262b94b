package io.jenkins.plugins.distrolessscan.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Clock;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Looked;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuntimeControlsTest {
    private static final long START = 1_800_000_000_000L;
    private static final String CHANGED = "runtime-1.1";
    private static final String REPLACED = "runtime-1.2";
    private static final String IN_FILES = "runtime-1.3";
    private static final String PACKAGED = "runtime-1.4";
    private static final List<String> ALL = List.of(CHANGED, REPLACED, IN_FILES, PACKAGED);

    private final List<FileEntry> entries = new ArrayList<>();
    private final List<LoadedFile> loaded = new ArrayList<>();
    private final List<Evidence.Mount> mounts = new ArrayList<>();
    private final Map<String, CodeFile> code = new HashMap<>();
    private Optional<Clock> clock = Optional.of(new Clock(START - 1000, 100, 100, START, START + 60_000));
    private boolean readOnly;
    private Optional<Looked> looked = Optional.of(new Looked(1, 1, 0, "", 0, 0));

    @Test
    void anUntouchedPodPassesAll() {
        file("usr/bin/server", 0755, 0);
        file("etc/hosts", 0644, START + 300);
        use("usr/bin/server", true, Mapping.EXECUTE, false, "", "");
        code.put("usr/bin/server", codeFile("usr/bin/server", "server", OwnerCheck.MATCH, false));
        for (String id : ALL) {
            assertThat(result(id).status()).as(id).isEqualTo(Status.PASSED);
        }
    }

    @Test
    void whatNobodyLookedAtIsNotReviewed() {
        clock = Optional.empty();
        looked = Optional.empty();
        code.put("usr/bin/a", codeFile("usr/bin/a", "a", OwnerCheck.NOT_COMPARED, false));
        for (String id : ALL) {
            assertThat(result(id).status()).as(id).isEqualTo(Status.NOT_REVIEWED);
        }
    }

    @Test
    void whatIsInUseAndWasNotComparedIsNamed() {
        code.put("usr/bin/a", codeFile("usr/bin/a", "a", OwnerCheck.MATCH, false));
        code.put("usr/lib/unused.so", codeFile("usr/lib/unused.so", "a", OwnerCheck.NOT_COMPARED, false));
        for (int i = 10; i < 32; i++) {
            String path = "usr/lib/large" + i + ".so";
            code.put(path, codeFile(path, "a", OwnerCheck.NOT_COMPARED, false));
            use(path, false, Mapping.EXECUTE, false, "", "");
        }
        assertThat(result(PACKAGED).status()).isEqualTo(Status.PASSED);
        assertThat(result(PACKAGED).evidence())
                .hasSize(21)
                .extracting(Fact::text)
                .startsWith("not verified, though in use: usr/lib/large10.so")
                .endsWith("and 2 more")
                .noneMatch(text -> text.contains("unused"));
    }

    @Test
    void whereNoPackageOwnsCodeThereIsNothingToCompare() {
        assertThat(result(PACKAGED).status()).isEqualTo(Status.NOT_APPLICABLE);
    }

    @Test
    void aDroppedProgramIsOneFinding() {
        file("opt/tool", 0755, START + 5000);
        assertThat(failed()).containsExactly(CHANGED);
        assertThat(result(CHANGED).evidence())
                .singleElement()
                .satisfies(fact -> assertThat(fact.text()).startsWith("opt/tool: mode 0755"));
    }

    @Test
    void configurationCountsAndDataDoesNot() {
        file("var/lib/app/data.bin", 0644, START + 5000);
        assertThat(failed()).isEmpty();
        assertThat(result(CHANGED).evidence())
                .extracting(fact -> fact.text())
                .contains("1 other files were written after the start");
        file("etc/app.conf", 0644, START + 5000);
        assertThat(failed()).containsExactly(CHANGED);
    }

    @Test
    void whatAnApplicationWritesForItselfCountsOnlyWhenItRuns() {
        for (String path : List.of(
                "tmp/hsperfdata_65532/1",
                "tmp/libnative123.so",
                "app/__pycache__/a.cpython-312.pyc",
                "srv/work/x.class")) {
            file(path, 0755, START + 5000);
        }
        assertThat(failed()).isEmpty();
        assertThat(result(CHANGED).evidence())
                .extracting(fact -> fact.text())
                .contains(
                        "0 other files were written after the start",
                        "written by the application for itself: performance data of the JVM, 1 file",
                        "written by the application for itself: compiled Python, 1 file",
                        "written by the application for itself: extracted native libraries, 1 file",
                        "written by the application for itself: work folders, 1 file");
        use("tmp/libnative123.so", false, Mapping.EXECUTE, false, "", "");
        loaded.set(0, since(loaded.get(0), 100 + 1000));
        assertThat(failed()).containsExactly(CHANGED);
    }

    @Test
    void aRootIsReadOnlyWhereThePodAndTheMountSaySo() {
        mounts.add(new Evidence.Mount(".", "overlay", true, false));
        mounts.add(new Evidence.Mount("proc", "proc", false, true));
        assertThat(root()).isEqualTo("The root's mount is read-only, though the pod does not ask for it.");
        readOnly = true;
        assertThat(root())
                .isEqualTo("OBSERVED: the root is read-only, by the pod's field and by its mount. No mount below it is"
                        + " writable.");
        mounts.add(new Evidence.Mount("etc/hosts", "ext4", false, true));
        mounts.add(new Evidence.Mount("data", "ext4", false, true));
        mounts.add(new Evidence.Mount("config", "tmpfs", true, true));
        assertThat(root()).endsWith("Writable mounts: etc/hosts, data.");
        mounts.set(0, new Evidence.Mount(".", "overlay", false, false));
        assertThat(root()).isEqualTo("The pod asks for a read-only root, but its mount is writable.");
        readOnly = false;
        assertThat(root()).isEqualTo("The root is writable, by the pod's field and by its mount.");
        mounts.clear();
        assertThat(root()).contains("not confirmed");
    }

    private String root() {
        List<Fact> facts = result(CHANGED).evidence();
        return facts.get(facts.size() - 1).text();
    }

    @Test
    void aLibraryOverwrittenInPlaceIsOneFinding() {
        file("usr/lib/libz.so.1", 0644, START + 5000);
        use("usr/lib/libz.so.1", false, Mapping.EXECUTE, false, "", "");
        code.put("usr/lib/libz.so.1", codeFile("usr/lib/libz.so.1", "zlib1g", OwnerCheck.MISMATCH, false));
        assertThat(failed()).containsExactly(REPLACED);
    }

    @Test
    void aLibraryMovedAsideIsOneFinding() {
        file("usr/lib/libz.so.1", 0644, START + 5000);
        use("usr/lib/libz.so.1", false, Mapping.EXECUTE, true, "", "");
        assertThat(failed()).containsExactly(REPLACED);
    }

    @Test
    void codeWithoutAFileIsAFinding() {
        use("memfd:x", true, Mapping.EXECUTE, true, "", "memfd");
        use("dev/shm/y", false, Mapping.EXECUTE, false, "dev/shm", "shm");
        use("opt/gone", true, Mapping.NONE, true, "", "");
        use("data/plugin.so", false, Mapping.EXECUTE, false, "data", "");
        assertThat(failed()).containsExactly(IN_FILES);
        assertThat(result(IN_FILES).evidence())
                .extracting(fact -> fact.text())
                .containsExactly(
                        "memfd:x: memory without a file, used by 1 process",
                        "dev/shm/y: shared memory, used by 1 process",
                        "opt/gone: a deleted file, used by 1 process",
                        "data/plugin.so: on the mount data, which is not looked into, used by 1 process");
    }

    @Test
    void dotnetsOwnMemoryIsToldAndNoFinding() {
        use("memfd:doublemapper", false, Mapping.EXECUTE, true, "", "memfd");
        assertThat(result(IN_FILES).status()).isEqualTo(Status.PASSED);
        assertThat(result(IN_FILES).message()).contains(".NET");
    }

    @Test
    void anotherFileThanThePackageBroughtIsAFinding() {
        file("usr/lib/libz.so.1", 0644, 0);
        code.put("usr/lib/libz.so.1", codeFile("usr/lib/libz.so.1", "zlib1g", OwnerCheck.MISMATCH, false));
        assertThat(failed()).containsExactly(PACKAGED);
        assertThat(result(PACKAGED).message()).contains("1 of 1 code files with an owner were compared");
        code.put("usr/lib/libz.so.1", codeFile("usr/lib/libz.so.1", "zlib1g", OwnerCheck.MISMATCH, true));
        assertThat(result(PACKAGED).status())
                .as("a list that changed proves nothing")
                .isEqualTo(Status.NOT_REVIEWED);
    }

    @Test
    void processesThatCouldNotBeLookedAtAreNoPass() {
        looked = Optional.of(new Looked(1, 3, 2, "EACCES:2", 0, 0));
        assertThat(result(REPLACED).status()).isEqualTo(Status.NOT_REVIEWED);
        assertThat(result(IN_FILES).message()).contains("2 of 3 processes could not be looked at (EACCES:2)");
    }

    private void file(String path, int mode, long changed) {
        entries.add(new FileEntry(
                path,
                FileEntry.Kind.FILE,
                mode,
                0,
                0,
                10,
                1_700_000_000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                changed == 0 ? Optional.empty() : Optional.of(changed)));
    }

    private void use(String path, boolean executed, Mapping mapping, boolean deleted, String mount, String kind) {
        loaded.add(new LoadedFile(path, executed, mapping, false, 1, 100, deleted, mount, kind));
    }

    private static LoadedFile since(LoadedFile f, long ticks) {
        return new LoadedFile(
                f.path(), f.executed(), f.mapping(), f.open(), f.processes(), ticks, f.deleted(), f.mount(), f.kind());
    }

    private static CodeFile codeFile(String path, String owner, OwnerCheck check, boolean late) {
        return new CodeFile(path, CodeKind.ELF, owner, "dpkg-md5sums", check, "", late);
    }

    private List<String> failed() {
        return ALL.stream().filter(id -> result(id).status() == Status.FAILED).toList();
    }

    private ControlResult result(String id) {
        Evidence e = Frames.distroless();
        return Inputs.result(
                id,
                readOnly,
                new Evidence(
                        e.probe(),
                        e.target(),
                        e.processes(),
                        mounts,
                        Stream.concat(e.entries().stream(), entries.stream()).toList(),
                        e.files(),
                        e.goBinaries(),
                        e.limits(),
                        e.errors(),
                        e.end(),
                        new RuntimeEvidence(
                                Optional.empty(),
                                clock,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                loaded,
                                looked,
                                Optional.empty()),
                        new ContentEvidence(List.of(), List.of(), code, List.of())));
    }
}
