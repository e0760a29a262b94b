package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityData;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.DataUpdate;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.IndexFolder;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.VulnerabilityIndex;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code distroless-scan data}: brings vulnerability data to where scans look it up. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Imports, updates and shows the vulnerability data that scans look up; a scan itself asks no network.",
        footer = {
            "",
            "Examples:",
            "  distroless-scan data import --data DIR exports/",
            "  distroless-scan data update --data DIR \\",
            "      --mirror https://osv-vulnerabilities.storage.googleapis.com/",
            "  distroless-scan data show --data DIR",
            "  distroless-scan scan --data DIR ..."
        })
final class DataCommand implements Runnable {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the data: import, update or show.");
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Builds the index from folders of OSV exports, which stay where they are.")
    int importFolders(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "folder of the index; made if it is not there")
                    Path data,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FOLDER",
                            description =
                                    "OSV exports (ECOSYSTEM/all.zip or JSON records); known_exploited_vulnerabilities.json"
                                            + " and epss*.csv.gz beside them are used too")
                    List<Path> folders)
            throws ScanException {
        IndexFolder index = index(data);
        index.build(folders);
        return show(index, data);
    }

    @Command(
            name = "update",
            mixinStandardHelpOptions = true,
            description = "Fetches what changed on a mirror of OSV's exports, and builds the index.")
    int update(
            @Option(names = "--data", required = true, paramLabel = "DIR", description = "folder of exports and index")
                    Path data,
            @Option(names = "--mirror", required = true, paramLabel = "URL", description = "root of the mirror, https")
                    URI mirror,
            @Option(
                            names = "--ecosystem",
                            paramLabel = "NAME",
                            description =
                                    "only this ecosystem, such as Debian; may be repeated (default: all of the mirror)")
                    List<String> ecosystems)
            throws ScanException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        IndexFolder index = index(data);
        new DataUpdate(client, this::say).update(mirror, ecosystems == null ? List.of() : ecosystems, data, index);
        return show(index, data);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows which data is there, and how old it is.")
    int show(
            @Option(names = "--data", required = true, paramLabel = "DIR", description = "folder of the index")
                    Path data)
            throws ScanException {
        return show(index(data), data);
    }

    private IndexFolder index(Path data) {
        return new IndexFolder(data, Clock.systemUTC(), this::say);
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(PlainText.line(line));
    }

    private int show(IndexFolder folder, Path data) throws ScanException {
        try (VulnerabilityIndex index = folder.current()
                .orElseThrow(() -> new ScanException(
                        ScanException.Kind.CONFIGURATION,
                        "There is no index in " + data + ": build one with distroless-scan data import --data " + data
                                + " FOLDER."))) {
            print(index.data(), spec.commandLine().getOut());
            return 0;
        }
    }

    private static void print(VulnerabilityData data, PrintWriter out) {
        out.printf("%-28s %10s  %s%n", "ecosystem", "records", "as of");
        for (VulnerabilityData.OfEcosystem ecosystem : data.ecosystems()) {
            out.printf(
                    "%-28s %10d  %s%s%n",
                    PlainText.line(ecosystem.name()),
                    ecosystem.records(),
                    ecosystem.date().toString().substring(0, 10),
                    ecosystem.complete() ? "" : "  INCOMPLETE");
        }
        long days = Duration.between(data.date(), Clock.systemUTC().instant()).toDays();
        out.printf(
                "%d records, %d withdrawn, %d of commits alone; %d known exploited, %d with EPSS score; the oldest export is"
                        + " %d days old%n",
                data.records(), data.withdrawn(), data.commitsOnly(), data.exploited(), data.scored(), days);
        data.troubles().forEach(line -> out.println("not used: " + PlainText.line(line)));
    }
}
