package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Process;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** container-2.2 of the container-baseline profile. */
final class NoServerProcess implements Control {
    private static final Set<String> SERVERS = Set.of("sshd", "sshd-session", "sshd-auth", "httpd", "nginx", "apache2");

    @Override
    public String id() {
        return "container-2.2";
    }

    @Override
    public String title() {
        return "No SSH server and no general web server runs";
    }

    @Override
    public double impact() {
        return 0.5;
    }

    @Override
    public String description() {
        return "No process is called sshd (or sshd-session, sshd-auth), httpd, nginx or apache2. The profile asks ps for"
                + " sshd, httpd, nginx and apache2; here /proc is asked, for up to 256 processes. As in the profile the name is all that counts: a"
                + " container whose purpose is a web server fails, and a server of another name is not found. In a shared"
                + " process namespace all of the pod's processes count.";
    }

    @Override
    public String remedy() {
        return "Take the server out of the container, or waive this control for a container whose purpose it is.";
    }

    @Override
    public Answer answer(ControlInput input) {
        Evidence evidence = input.evidence();
        List<Process> servers = evidence.processes().stream()
                .filter(process -> SERVERS.contains(process.name()))
                .toList();
        if (!servers.isEmpty()) {
            return Answer.failed(
                    servers.size() + (servers.size() == 1 ? " process is" : " processes are")
                            + " called like a server.",
                    Processes.facts(servers));
        }
        Optional<String> gap = Processes.gap(evidence);
        if (gap.isPresent()) {
            return Answer.notReviewed("No server was seen, but " + gap.get() + ".");
        }
        return Answer.passed("Processes seen: " + evidence.processes().size() + ", none of them is called like a server"
                + Processes.ended(evidence) + ".");
    }
}
