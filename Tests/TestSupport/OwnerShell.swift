import Foundation

/// The shell that owns the server.
enum OwnerShell {
    /// The writing end of the shell's standard input, and the shell itself. At exit the end is
    /// closed and the shell waited for, so that nothing is left when the tests have ended.
    nonisolated(unsafe) private static var atExit: (end: Int32, shell: Int32)?

    /// Starts the shell and waits for its first line: `ready`, or why not.
    ///
    /// - Throws: what the system says when no process can be made.
    static func start(
        arguments: [String], password: String
    ) throws -> (answer: String, shell: Int32) {
        var ends: [Int32] = [0, 0]
        // Closed on exec: no other process of the tests may keep the shell alive.
        guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
            throw POSIXError(.EMFILE)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh"] + arguments
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "PASSWORD": password, "LC_ALL": "C",
        ]
        let output = Pipe()
        process.standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: false)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        close(ends[0])
        atExit = (ends[1], process.processIdentifier)
        atexit {
            guard let (end, shell) = OwnerShell.atExit else { return }
            close(end)
            var status: Int32 = 0
            waitpid(shell, &status, 0)
        }
        var answer: [UInt8] = []
        let longest = 4_000
        while answer.count < longest {
            let byte = output.fileHandleForReading.readData(ofLength: 1)
            guard let first = byte.first, first != UInt8(ascii: "\n") else { break }
            answer.append(first)
        }
        return (String(decoding: answer, as: UTF8.self), process.processIdentifier)
    }

    /// Arguments: folder of the programs, folder to make, port, database user, system user, and
    /// `kept` where the folder outlives the server and may be there already.
    private static let script = #"""
        programs=$1 folder=$2 port=$3 user=$4 owner=$5 kept=$6
        trap : INT TERM HUP PIPE
        as_owner() {
            if [ -n "$owner" ]; then runuser -u "$owner" -- "$@"; else "$@"; fi
        }
        finish() {
            if [ -n "$kept" ]; then
                as_owner "$programs/pg_ctl" -D "$folder/data" -m fast -w stop
            else
                as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop
                rm -rf "$folder"
            fi
            exit
        } >/dev/null 2>&1
        fail() {
            tail -n 3 "$folder/words" 2>/dev/null | tr '\n' ' '
            echo "($1)"
            finish
        }
        make() {
            printf '%s' "$PASSWORD" >password
            mkdir data && chmod 700 data
            if [ -n "$owner" ]; then chown "$owner" data password; fi
            chmod 600 password
            as_owner "$programs/initdb" -D data -U "$user" -A scram-sha-256 --pwfile=password \
                -E UTF8 --locale=C --no-sync >words 2>&1 || fail "initdb failed"
            rm password
            cat >>data/postgresql.conf <<END
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        fsync = on
        max_connections = 100
        logging_collector = off
        END
            cat >data/pg_hba.conf <<END
        hostnossl tls_only all 127.0.0.1/32 reject
        host all all 127.0.0.1/32 scram-sha-256
        END
            if command -v openssl >/dev/null; then
                {
                    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority \
                        -keyout root.key -out root.crt &&
                    openssl req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 \
                        -addext subjectAltName=IP:127.0.0.1 -keyout data/server.key \
                        -out server.csr &&
                    echo subjectAltName=IP:127.0.0.1 >san &&
                    openssl x509 -req -in server.csr -CA root.crt -CAkey root.key \
                        -CAcreateserial -days 2 -extfile san -out data/server.crt
                } >words 2>&1 || fail "openssl failed"
                rm root.key
                if [ -n "$owner" ]; then chown "$owner" data/server.key data/server.crt; fi
                chmod 600 data/server.key
                echo "ssl = on" >>data/postgresql.conf
            fi
        }
        if [ -z "$kept" ] || [ ! -d "$folder" ]; then
            mkdir -m 755 "$folder" || { echo "no folder $folder"; exit 1; }
        fi
        cd "$folder" || { echo "no folder $folder"; exit 1; }
        touch words && chmod 666 words
        [ -f data/global/pg_control ] || make
        as_owner "$programs/pg_ctl" -D data -l data/log -o "-p $port" -w -t 60 \
            start </dev/null >words 2>&1 || {
            cat data/log >>words 2>/dev/null
            fail "pg_ctl failed"
        }
        echo ready
        exec 1>/dev/null 2>&1
        cat
        finish
        """#
}
