# bizenv 的 fish 补全
function __bizenv_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l reply ($words[1] __complete fish $words[2..-1] "$typed" 2>/dev/null)
    switch "$reply[1]"
        case :files
            __fish_complete_path "$typed"
        case :folders
            __fish_complete_directories "$typed"
        case :words :menu
            printf '%s\n' $reply[2..-1]
    end
end
complete -c bizenv -f -k -a '(__bizenv_complete)'
