# bizenv 的 bash 补全
_bizenv() {
    local program=${1/#\~\//$HOME/} reply
    COMPREPLY=()
    reply=$("$program" __complete bash "$COMP_TYPE" "${COLUMNS:-80}" "$COMP_WORDBREAKS" \
        "${COMP_LINE:0:COMP_POINT}" 2>/dev/null) || return 0
    case ${reply%%$'\n'*} in
        :files) compopt -o default 2>/dev/null; return 0 ;;
        :folders) compopt -o dirnames 2>/dev/null; return 0 ;;
    esac
    local IFS=$'\n' line first=1 glob=$-
    set -f
    for line in $reply; do
        if [ -n "$first" ]; then first=; else COMPREPLY+=("$line"); fi
    done
    case $glob in *f*) ;; *) set +f ;; esac
    # 所列各项不以已打的字开头：加一个空项，免得 bash 以它们共同的开头换掉已打的字
    case $reply in :menu*) [ ${#COMPREPLY[@]} -gt 1 ] && COMPREPLY+=(" ") ;; esac
    return 0
}
complete -o nosort -F _bizenv bizenv 2>/dev/null || complete -F _bizenv bizenv
